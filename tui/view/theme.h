/*
 * How things look: a style for each role and a glyph for each sign. Nothing is said by colour
 * alone: every state has a glyph or a word, and with no colours at all bold, dim, underline
 * and reverse remain.
 */
#ifndef CCR_VIEW_THEME_H
#define CCR_VIEW_THEME_H

#include "tui/view/surface.h"

enum role {
    ROLE_TEXT,
    ROLE_DIM,     /* what is old, unconfirmed, or beside the point */
    ROLE_HEADING, /* a section's name */
    ROLE_STRONG,
    ROLE_NEEDS,  /* the user has to do something */
    ROLE_ACTIVE, /* it runs */
    ROLE_GOOD,
    ROLE_BAD,
    ROLE_USER, /* what the user said */
    ROLE_CODE,
    ROLE_LINK,
    ROLE_ADDED,
    ROLE_REMOVED,
    ROLE_KEY,      /* a key in a hint */
    ROLE_SELECTED, /* added to a row's cells */
    ROLE_COUNT
};

enum glyph {
    GLYPH_ASK,       /* ◆ */
    GLYPH_QUESTION,  /* ? */
    GLYPH_RUNNING,   /* ● */
    GLYPH_WAITING,   /* ○ */
    GLYPH_DONE,      /* ✓ */
    GLYPH_FAILED,    /* ✗ */
    GLYPH_STOPPED,   /* ■ */
    GLYPH_RETRY,     /* ↻ */
    GLYPH_ATTENTION, /* ! */
    GLYPH_CLOSED,    /* ▸ */
    GLYPH_OPEN,      /* ▾ */
    GLYPH_LINE,      /* ─ */
    GLYPH_COLUMN,    /* │ */
    GLYPH_BACK,      /* ‹ */
    GLYPH_NEW,       /* ↓ */
    GLYPH_MORE,      /* … */
    GLYPH_CURSOR,    /* ▌ */
    GLYPH_BULLET,    /* • */
    GLYPH_MINUS,     /* − */
    GLYPH_CHOICE,    /* › */
    GLYPH_BAR,       /* ▏ */
    GLYPH_COUNT
};

struct theme {
    int colors; /* 0, 8 or 256 */
    bool utf8;
};

struct style theme_style(const struct theme *theme, enum role role);

/* One column wide, never NULL. */
const char *theme_glyph(const struct theme *theme, enum glyph glyph);

#endif
