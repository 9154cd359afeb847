#include "tui/cli/output.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const styles[] = {
    [OUTPUT_PLAIN] = "",        [OUTPUT_DIM] = "\033[2m",  [OUTPUT_BOLD] = "\033[1m",
    [OUTPUT_GOOD] = "\033[32m", [OUTPUT_BAD] = "\033[31m", [OUTPUT_WAITS] = "\033[33m",
};

static bool is_terminal(FILE *file)
{
    return isatty(fileno(file)) == 1;
}

size_t output_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    int64_t number;

    if (!is_terminal(stdout))
        return 0;
    if (columns != NULL && str_number(columns, 10, 10000, &number))
        return (size_t)number;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

static bool colours(FILE *file)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

    return is_terminal(file) && (none == NULL || *none == '\0') && !str_equal(term, "dumb");
}

bool output_colours(void)
{
    return colours(stdout);
}

static void begin_style(FILE *file, enum output_style style)
{
    if (style != OUTPUT_PLAIN && colours(file))
        fputs(styles[style], file);
}

static void end_style(FILE *file, enum output_style style)
{
    if (style != OUTPUT_PLAIN && colours(file))
        fputs("\033[0m", file);
}

void output_text(FILE *file, const char *text, enum output_style style, const char *indent)
{
    struct buf safe;
    const char *line;

    buf_init(&safe, OUTPUT_LINE_MAX * 8);
    utf8_printable(&safe, text, strnlen(text, OUTPUT_LINE_MAX), true);
    begin_style(file, style);
    for (line = buf_text(&safe); *line != '\0';) {
        size_t len = strcspn(line, "\n");

        fwrite(line, 1, len, file);
        line += len;
        if (*line == '\n') {
            fputc('\n', file);
            line++;
            if (*line != '\0')
                fputs(indent, file);
        }
    }
    end_style(file, style);
    buf_done(&safe);
}

/* Appends the text, safe and on one line. */
static void append_line(struct buf *line, const char *fmt, va_list args)
{
    char small[1024], *text = small, *big = NULL;
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(small, sizeof(small), fmt, args);
    if (len >= (int)sizeof(small)) {
        size_t size = (size_t)len + 1 < OUTPUT_LINE_MAX ? (size_t)len + 1 : OUTPUT_LINE_MAX;

        text = big = mem_new(size, 1);
        vsnprintf(big, size, fmt, again);
    }
    va_end(again);
    utf8_printable(line, text, strlen(text), false);
    free(big);
}

void output_line(FILE *file, enum output_style style, const char *fmt, ...)
{
    size_t width = file == stdout ? output_width() : 0;
    struct buf line;
    va_list args;

    buf_init(&line, OUTPUT_LINE_MAX * 8);
    va_start(args, fmt);
    append_line(&line, fmt, args);
    va_end(args);
    if (width > 0)
        buf_truncate(&line, utf8_fit(buf_text(&line), line.len, width));
    while (line.len > 0 && line.data[line.len - 1] == ' ')
        buf_truncate(&line, line.len - 1);
    begin_style(file, style);
    fputs(buf_text(&line), file);
    end_style(file, style);
    fputc('\n', file);
    buf_done(&line);
}

void output_member(const char *name, const char *value)
{
    if (value == NULL)
        return;
    printf("%-9s ", name);
    output_text(stdout, value, OUTPUT_PLAIN, "          ");
    if (!str_ends(value, "\n"))
        putchar('\n');
}

/* True for what JSON may hold and a terminal may act on: C1 controls, DEL and what utf8_printable()
 * would not let pass. */
static bool needs_escape(const char *data, size_t len, int32_t point)
{
    struct buf safe;
    bool same;

    if (point < 0x7f)
        return false;
    buf_init(&safe, 64);
    utf8_printable(&safe, data, len, false);
    same = safe.len == len && memcmp(buf_text(&safe), data, len) == 0;
    buf_done(&safe);
    return !same;
}

static void print_escaped(const char *data, size_t len)
{
    while (len > 0) {
        int32_t point;
        size_t used = utf8_decode(data, len, &point);

        if (!needs_escape(data, used, point))
            fwrite(data, 1, used, stdout);
        else if (point > 0xffff)
            printf("\\u%04x\\u%04x", 0xd800 + ((point - 0x10000) >> 10),
                   0xdc00 + ((point - 0x10000) & 0x3ff));
        else
            printf("\\u%04x", (unsigned)point);
        data += used;
        len -= used;
    }
}

void output_json(struct json *value)
{
    char *text = json_text_of(value);

    print_escaped(text, strlen(text));
    putchar('\n');
    free(text);
    json_drop(value);
}

void output_error(const char *program, const struct err *err)
{
    output_line(stderr, OUTPUT_PLAIN, "%s: %s%s%s", program, err->what,
                err->next[0] != '\0' ? "; " : "", err->next);
}

void output_ago(int64_t now_ms, int64_t then_ms, char ret_text[OUTPUT_AGO_SIZE])
{
    int64_t s = (now_ms - then_ms) / 1000;

    if (then_ms < 0)
        ret_text[0] = '\0';
    else if (s < 1)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "now");
    else if (s < 60)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%ds", (int)s);
    else if (s < 3600)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%dm", (int)(s / 60));
    else if (s < 48 * 3600)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%dh", (int)(s / 3600));
    else if (s < 14 * 86400)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%dd", (int)(s / 86400));
    else
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%dw", (int)(s / (7 * 86400)));
}

void output_span(int64_t ms, char ret_text[OUTPUT_AGO_SIZE])
{
    int64_t s = ms / 1000;

    if (ms < 0)
        ret_text[0] = '\0';
    else if (ms < 1000)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%d ms", (int)ms);
    else if (s < 120)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%d s", (int)s);
    else if (s < 7200)
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%d min %d s", (int)(s / 60), (int)(s % 60));
    else
        snprintf(ret_text, OUTPUT_AGO_SIZE, "%d h %d min", (int)(s / 3600), (int)(s / 60 % 60));
}

int output_flush(struct err *err)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return err_set(err, ERR_FAILED, "stdout: %s", strerror(errno));
    return 0;
}
