#include "protocol/base/utf8.h"

#include "protocol/base/err.h"

#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

size_t utf8_decode(const char *data, size_t len, int32_t *ret_point)
{
    utf8proc_int32_t point;
    utf8proc_ssize_t used;

    if (len == 0)
        return 0;
    used = utf8proc_iterate((const utf8proc_uint8_t *)data, len > 4 ? 4 : (utf8proc_ssize_t)len,
                            &point);
    if (used <= 0) {
        *ret_point = REPLACEMENT;
        return 1;
    }
    *ret_point = point;
    return (size_t)used;
}

/* True when the decoded bytes are not U+FFFD itself but something ill-formed. */
static bool ill_formed(size_t used, int32_t point)
{
    return used == 1 && point == REPLACEMENT;
}

bool utf8_valid(const char *data, size_t len)
{
    while (len > 0) {
        int32_t point;
        size_t used = utf8_decode(data, len, &point);

        if (ill_formed(used, point))
            return false;
        data += used;
        len -= used;
    }
    return true;
}

int utf8_repair(struct buf *out, const char *data, size_t len)
{
    int bad = 0;

    while (len > 0) {
        int32_t point;
        size_t used = utf8_decode(data, len, &point);
        int rc;

        if (ill_formed(used, point)) {
            bad++;
            rc = buf_append(out, "\xef\xbf\xbd", 3);
        } else {
            rc = buf_append(out, data, used);
        }
        if (rc < 0)
            return rc;
        data += used;
        len -= used;
    }
    return bad;
}

static int point_columns(int32_t point)
{
    return utf8proc_charwidth(point);
}

static bool is_flag_letter(int32_t point)
{
    return point >= 0x1F1E6 && point <= 0x1F1FF;
}

size_t utf8_cluster(const char *data, size_t len, int *ret_columns)
{
    utf8proc_int32_t state = 0;
    int32_t point, next;
    size_t used = utf8_decode(data, len, &point);

    *ret_columns = 0;
    if (used == 0)
        return 0;
    *ret_columns = point_columns(point);
    while (used < len) {
        size_t more = utf8_decode(data + used, len - used, &next);

        if (utf8proc_grapheme_break_stateful(point, next, &state))
            break;
        if (is_flag_letter(point) && is_flag_letter(next))
            *ret_columns = 2;
        else if (point_columns(next) > *ret_columns)
            *ret_columns = point_columns(next);
        used += more;
        point = next;
    }
    return used;
}

size_t utf8_columns(const char *data, size_t len)
{
    size_t columns = 0;

    while (len > 0) {
        int wide;
        size_t used = utf8_cluster(data, len, &wide);

        columns += (size_t)wide;
        data += used;
        len -= used;
    }
    return columns;
}

size_t utf8_fit(const char *data, size_t len, size_t columns)
{
    size_t taken = 0;

    while (taken < len) {
        int wide;
        size_t used = utf8_cluster(data + taken, len - taken, &wide);

        if ((size_t)wide > columns)
            break;
        columns -= (size_t)wide;
        taken += used;
    }
    return taken;
}

size_t utf8_cut(const char *data, size_t len, size_t max)
{
    if (len <= max)
        return len;
    for (size_t back = 0; back <= 3 && back <= max; back++)
        if (((unsigned char)data[max - back] & 0xc0) != 0x80)
            return max - back;
    return max;
}

/* Characters that reorder or hide what follows them. */
static bool is_hidden(int32_t point)
{
    return point == 0x061C || point == 0x180E || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
           point == 0xFEFF || (point >= 0xFFF9 && point <= 0xFFFB) ||
           (point >= 0xE0000 && point <= 0xE0FFF);
}

static int append_mark(struct buf *out, int32_t point)
{
    if (point < 0x20 || point == 0x7f) {
        int32_t picture = point == 0x7f ? 0x2421 : 0x2400 + point;
        char bytes[4];
        utf8proc_ssize_t used = utf8proc_encode_char(picture, (utf8proc_uint8_t *)bytes);

        return buf_append(out, bytes, (size_t)used);
    }
    return buf_printf(out, "<U+%04X>", (unsigned)point);
}

int utf8_printable(struct buf *out, const char *data, size_t len, bool keep_lines)
{
    size_t column = 0;
    int rc = 0;

    while (len > 0 && rc == 0) {
        int32_t point;
        size_t used = utf8_decode(data, len, &point);

        if (point == '\n' && keep_lines) {
            rc = buf_append_char(out, '\n');
            column = 0;
        } else if (point == '\r' && keep_lines && len > 1 && data[1] == '\n') {
            rc = 0;
        } else if (point == '\t') {
            size_t spaces = 8 - column % 8;

            rc = buf_append(out, "        ", spaces);
            column += spaces;
        } else if (ill_formed(used, point)) {
            rc = buf_append(out, "\xef\xbf\xbd", 3);
            column++;
        } else if (point < 0x20 || (point >= 0x7f && point < 0xa0) || is_hidden(point)) {
            rc = append_mark(out, point);
            column++;
        } else {
            rc = buf_append(out, data, used);
            column += (size_t)point_columns(point);
        }
        data += used;
        len -= used;
    }
    return rc;
}

const char *utf8_library_version(void)
{
    return utf8proc_version();
}
