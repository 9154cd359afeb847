/*
 * Keys by name. A key that types a character is that character in UTF-8 ("j", "?", " ",
 * "é"); any other has a name of two or more ASCII characters, one of:
 *
 *   Enter Backspace Esc Tab BackTab Up Down Left Right Home End PageUp PageDown
 *   Insert Delete F1 .. F12, and C-a .. C-z without C-i (Tab), C-m (Enter) and C-h (Backspace)
 *
 * Names are how keys stand in messages, in the table of bindings, in the configuration and
 * in help, so nothing is translated twice. A terminal that sends something else for one of
 * these is the terminal floor's matter.
 */
#ifndef CCR_MODEL_KEY_H
#define CCR_MODEL_KEY_H

#include <stdbool.h>

#define KEY_NAME_SIZE 16

/* True when the key stands for text to be typed. */
bool key_types(const char *name);

/* The canonical name of a word from the configuration ("space", "pageup", "c-L", "ctrl-l",
 * "j"); false when there is no such key. */
bool key_parse(const char *word, char ret_name[KEY_NAME_SIZE]);

/* How the key is written for people: " " is "Space", all others are themselves. */
const char *key_label(const char *name);

#endif
