#include "tui/view/theme.h"

/* Colours 1 to 6 of the eight are readable on light and dark alike; black and white are not
 * used. The 256 ones only tell apart what is dim without them. */
static const struct {
    short eight, many;
    bool bold, dim, underline, reverse;
} roles[ROLE_COUNT] = {
    [ROLE_TEXT] = {COLOR_DEFAULT, COLOR_DEFAULT, false, false, false, false},
    [ROLE_DIM] = {COLOR_DEFAULT, 245, false, true, false, false},
    [ROLE_HEADING] = {6, 6, true, false, false, false},
    [ROLE_STRONG] = {COLOR_DEFAULT, COLOR_DEFAULT, true, false, false, false},
    [ROLE_NEEDS] = {3, 3, true, false, false, false},
    [ROLE_ACTIVE] = {4, 4, true, false, false, false},
    [ROLE_GOOD] = {2, 2, false, false, false, false},
    [ROLE_BAD] = {1, 1, true, false, false, false},
    [ROLE_USER] = {6, 6, true, false, false, false},
    [ROLE_CODE] = {6, 6, false, false, false, false},
    [ROLE_LINK] = {4, 4, false, false, true, false},
    [ROLE_ADDED] = {2, 2, false, false, false, false},
    [ROLE_REMOVED] = {1, 1, false, false, false, false},
    [ROLE_KEY] = {COLOR_DEFAULT, COLOR_DEFAULT, true, false, false, false},
    [ROLE_SELECTED] = {COLOR_DEFAULT, COLOR_DEFAULT, false, false, false, true},
};

static const char *const glyphs[GLYPH_COUNT][2] = {
    [GLYPH_ASK] = {"\u25c6", "*"},     [GLYPH_QUESTION] = {"?", "?"},
    [GLYPH_RUNNING] = {"\u25cf", "@"}, [GLYPH_WAITING] = {"\u25cb", "o"},
    [GLYPH_DONE] = {"\u2713", "+"},    [GLYPH_FAILED] = {"\u2717", "x"},
    [GLYPH_STOPPED] = {"\u25a0", "#"}, [GLYPH_RETRY] = {"\u21bb", "~"},
    [GLYPH_ATTENTION] = {"!", "!"},    [GLYPH_CLOSED] = {"\u25b8", ">"},
    [GLYPH_OPEN] = {"\u25be", "v"},    [GLYPH_LINE] = {"\u2500", "-"},
    [GLYPH_COLUMN] = {"\u2502", "|"},  [GLYPH_BACK] = {"\u2039", "<"},
    [GLYPH_NEW] = {"\u2193", "v"},     [GLYPH_MORE] = {"\u2026", "~"},
    [GLYPH_CURSOR] = {"\u258c", "_"},  [GLYPH_BULLET] = {"\u2022", "*"},
    [GLYPH_MINUS] = {"\u2212", "-"},   [GLYPH_CHOICE] = {"\u203a", ">"},
    [GLYPH_BAR] = {"\u258f", "|"},
};

struct style theme_style(const struct theme *theme, enum role role)
{
    struct style style = style_plain;

    if (theme->colors >= 256)
        style.fg = roles[role].many;
    else if (theme->colors >= 8)
        style.fg = roles[role].eight;
    style.bold = roles[role].bold;
    style.dim = roles[role].dim && !(theme->colors >= 256 && style.fg != COLOR_DEFAULT);
    style.underline = roles[role].underline;
    style.reverse = roles[role].reverse;
    return style;
}

const char *theme_glyph(const struct theme *theme, enum glyph glyph)
{
    return glyphs[glyph][theme->utf8 ? 0 : 1];
}
