#include "tui/model/key.h"

#include "protocol/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const named[] = {
    "Enter", "Backspace", "Esc",    "Tab",      "BackTab", "Up",     "Down", "Left", "Right",
    "Home",  "End",       "PageUp", "PageDown", "Insert",  "Delete", "F1",   "F2",   "F3",
    "F4",    "F5",        "F6",     "F7",       "F8",      "F9",     "F10",  "F11",  "F12",
};

bool key_types(const char *name)
{
    int32_t point;
    size_t len = strlen(name);

    return len > 0 && utf8_decode(name, len, &point) == len && point >= 0x20 && point != 0x7f;
}

/* Ctrl and a letter, without the three that are keys of their own. */
static bool control_letter(const char *word, char ret_name[KEY_NAME_SIZE])
{
    const char *letter = NULL;

    if (strncasecmp(word, "c-", 2) == 0)
        letter = word + 2;
    else if (strncasecmp(word, "ctrl-", 5) == 0)
        letter = word + 5;
    if (letter == NULL || strlen(letter) != 1)
        return false;
    for (char c = 'a'; c <= 'z'; c++)
        if ((*letter == c || *letter == c - 'a' + 'A') && strchr("him", c) == NULL) {
            snprintf(ret_name, KEY_NAME_SIZE, "C-%c", c);
            return true;
        }
    return false;
}

bool key_parse(const char *word, char ret_name[KEY_NAME_SIZE])
{
    if (key_types(word)) {
        snprintf(ret_name, KEY_NAME_SIZE, "%s", word);
        return true;
    }
    if (strcasecmp(word, "space") == 0) {
        snprintf(ret_name, KEY_NAME_SIZE, " ");
        return true;
    }
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcasecmp(word, named[i]) == 0) {
            snprintf(ret_name, KEY_NAME_SIZE, "%s", named[i]);
            return true;
        }
    return control_letter(word, ret_name);
}

const char *key_label(const char *name)
{
    return strcmp(name, " ") == 0 ? "Space" : name;
}
