/* From the terminal's bytes to keys by name. */
#include "tui/term/curses.h"

#include "protocol/base/utf8.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

/* Codes of ours for sequences that curses has no code for. */
enum {
    CODE_PASTE_BEGIN = 2000,
    CODE_PASTE_END,
    CODE_FOCUS,
    CODE_NEWLINE,
};

/* Keyboards send cursor keys in either form whatever mode they were told; terminfo has one. */
static const struct {
    const char *sequence;
    int code;
} sequences[] = {
    {"\033[200~", CODE_PASTE_BEGIN},
    {"\033[201~", CODE_PASTE_END},
    {"\033[I", CODE_FOCUS},
    {"\033[O", CODE_FOCUS},
    {"\033[13;2u", CODE_NEWLINE},
    {"\033[13;5u", CODE_NEWLINE},
    {"\033[27;2;13~", CODE_NEWLINE},
    {"\033[A", KEY_UP},
    {"\033OA", KEY_UP},
    {"\033[B", KEY_DOWN},
    {"\033OB", KEY_DOWN},
    {"\033[C", KEY_RIGHT},
    {"\033OC", KEY_RIGHT},
    {"\033[D", KEY_LEFT},
    {"\033OD", KEY_LEFT},
    {"\033[H", KEY_HOME},
    {"\033OH", KEY_HOME},
    {"\033[1~", KEY_HOME},
    {"\033[F", KEY_END},
    {"\033OF", KEY_END},
    {"\033[4~", KEY_END},
    {"\033[3~", KEY_DC},
    {"\033[5~", KEY_PPAGE},
    {"\033[6~", KEY_NPAGE},
};

static const struct {
    int code;
    const char *name;
} names[] = {
    {KEY_ENTER, "Enter"},  {KEY_BACKSPACE, "Backspace"},
    {KEY_UP, "Up"},        {KEY_DOWN, "Down"},
    {KEY_LEFT, "Left"},    {KEY_RIGHT, "Right"},
    {KEY_HOME, "Home"},    {KEY_END, "End"},
    {KEY_PPAGE, "PageUp"}, {KEY_NPAGE, "PageDown"},
    {KEY_IC, "Insert"},    {KEY_DC, "Delete"},
    {KEY_BTAB, "BackTab"}, {CODE_NEWLINE, "C-j"},
    {KEY_F(1), "F1"},      {KEY_F(2), "F2"},
    {KEY_F(3), "F3"},      {KEY_F(4), "F4"},
    {KEY_F(5), "F5"},      {KEY_F(6), "F6"},
    {KEY_F(7), "F7"},      {KEY_F(8), "F8"},
    {KEY_F(9), "F9"},      {KEY_F(10), "F10"},
    {KEY_F(11), "F11"},    {KEY_F(12), "F12"},
};

void input_define(void)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        define_key(sequences[i].sequence, sequences[i].code);
}

static void encode(int32_t point, char *ret_text)
{
    unsigned char *out = (unsigned char *)ret_text;
    unsigned value = (unsigned)point;

    if (value < 0x80) {
        *out++ = (unsigned char)value;
    } else if (value < 0x800) {
        *out++ = (unsigned char)(0xc0 | value >> 6);
        *out++ = (unsigned char)(0x80 | (value & 0x3f));
    } else if (value < 0x10000) {
        *out++ = (unsigned char)(0xe0 | value >> 12);
        *out++ = (unsigned char)(0x80 | (value >> 6 & 0x3f));
        *out++ = (unsigned char)(0x80 | (value & 0x3f));
    } else {
        *out++ = (unsigned char)(0xf0 | value >> 18);
        *out++ = (unsigned char)(0x80 | (value >> 12 & 0x3f));
        *out++ = (unsigned char)(0x80 | (value >> 6 & 0x3f));
        *out++ = (unsigned char)(0x80 | (value & 0x3f));
    }
    *out = '\0';
}

/* Names a character; false for one that is no key (a C1 control, NUL). */
static bool name_character(wint_t c, char ret_key[TERM_KEY_SIZE])
{
    if (c == '\r')
        snprintf(ret_key, TERM_KEY_SIZE, "Enter");
    else if (c == '\t')
        snprintf(ret_key, TERM_KEY_SIZE, "Tab");
    else if (c == 27)
        snprintf(ret_key, TERM_KEY_SIZE, "Esc");
    else if (c == 127 || c == '\b')
        snprintf(ret_key, TERM_KEY_SIZE, "Backspace");
    else if (c >= 1 && c <= 26)
        snprintf(ret_key, TERM_KEY_SIZE, "C-%c", (char)('a' + c - 1));
    else if (c >= 0x20 && (c < 0x7f || c >= 0xa0) && c <= 0x10FFFF)
        encode((int32_t)c, ret_key);
    else
        return false;
    return true;
}

static bool name_code(wint_t code, char ret_key[TERM_KEY_SIZE])
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((wint_t)names[i].code == code) {
            snprintf(ret_key, TERM_KEY_SIZE, "%s", names[i].name);
            return true;
        }
    return false;
}

/* What is pasted is text: keys inside of it are not, and controls but line ends and tabs are
 * left out. */
static void add_pasted(struct term *term, wint_t c)
{
    char text[8];

    if ((c < 0x20 && c != '\r' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0))
        return;
    encode((int32_t)c, text);
    if (buf_append_text(&term->paste, text) < 0)
        term->paste_cut = true;
}

static bool begins_or_ends_paste(struct term *term, wint_t code, struct term_event *ret_event)
{
    if (code == CODE_PASTE_BEGIN) {
        buf_truncate(&term->paste, 0);
        term->pasting = true;
        term->paste_cut = false;
        return true;
    }
    if (code != CODE_PASTE_END)
        return false;
    if (term->pasting)
        *ret_event = (struct term_event){.kind = TERM_PASTE,
                                         .text = buf_text(&term->paste),
                                         .len = term->paste.len,
                                         .cut = term->paste_cut};
    term->pasting = false;
    return true;
}

/* Readable with nothing to read is the end. */
static bool hung_up(void)
{
    struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
    int waiting = 0;

    if (poll(&fd, 1, 0) <= 0)
        return false;
    if ((fd.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
        return true;
    return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0;
}

/* Takes one character or code; false when it was nothing for the outside. */
static bool take(struct term *term, int kind, wint_t c, struct term_event *ret_event)
{
    if (kind == KEY_CODE_YES && begins_or_ends_paste(term, c, ret_event))
        return ret_event->kind != TERM_NONE;
    if (term->pasting) {
        if (kind != KEY_CODE_YES)
            add_pasted(term, c);
        return false;
    }
    if (kind == KEY_CODE_YES && c == KEY_RESIZE) {
        term_redraw(term);
        ret_event->kind = TERM_RESIZE;
        term_size(term, &ret_event->columns, &ret_event->rows);
        return true;
    }
    if (kind == KEY_CODE_YES ? name_code(c, ret_event->key) : name_character(c, ret_event->key)) {
        ret_event->kind = TERM_KEY;
        return true;
    }
    return false;
}

void term_read(struct term *term, struct term_event *ret_event)
{
    wint_t c;
    int kind;

    *ret_event = (struct term_event){.kind = TERM_NONE};
    if (!term->active)
        return;
    while ((kind = get_wch(&c)) != ERR)
        if (take(term, kind, c, ret_event))
            return;
    if (hung_up())
        ret_event->kind = TERM_HANGUP;
}
