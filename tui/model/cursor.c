/* Moving in the transcript: the other half of transcript.h. */
#include "tui/model/transcript.h"

#include <stdlib.h>

size_t transcript_next(const struct transcript *transcript, size_t index, int direction)
{
    for (size_t i = index; direction > 0 ? i + 1 < transcript->count : i > 0;) {
        i = direction > 0 ? i + 1 : i - 1;
        if (transcript_visible(transcript, i))
            return i;
    }
    return transcript->count;
}

static void place_cursor(struct transcript *transcript, size_t index)
{
    transcript->cursor = index;
    transcript->moving = false;
    transcript->above = transcript->below = 0;
}

void transcript_step(struct transcript *transcript, int direction)
{
    int *beyond = direction > 0 ? &transcript->below : &transcript->above;
    size_t next;

    if (direction < 0)
        transcript->follow = false;
    if (*beyond > 0) {
        (*beyond)--;
        transcript->move += direction;
        return;
    }
    next = transcript_next(transcript, transcript->cursor, direction);
    if (next < transcript->count)
        place_cursor(transcript, next);
    else
        transcript_scroll(transcript, direction);
}

void transcript_scroll(struct transcript *transcript, int lines)
{
    if (lines < 0)
        transcript->follow = false;
    transcript->move += lines;
    transcript->moving = true;
}

void transcript_first(struct transcript *transcript)
{
    transcript->follow = false;
    transcript->top = 0;
    transcript->top_line = transcript->move = 0;
    place_cursor(transcript, 0);
    if (transcript->count > 0 && !transcript_visible(transcript, 0))
        place_cursor(transcript, transcript_next(transcript, 0, 1) % transcript->count);
}

void transcript_last(struct transcript *transcript)
{
    transcript->follow = true;
    transcript->fresh = 0;
    transcript->move = 0;
    place_cursor(transcript, transcript->count > 0 ? transcript->count - 1 : 0);
    if (transcript->count > 0 && !transcript_visible(transcript, transcript->cursor)) {
        size_t last = transcript_next(transcript, transcript->cursor, -1);

        if (last < transcript->count)
            place_cursor(transcript, last);
    }
}

bool transcript_prompt(struct transcript *transcript, int direction)
{
    size_t i = transcript->cursor;

    while ((i = transcript_next(transcript, i, direction)) < transcript->count)
        if (transcript->entries[i].item.kind == ITEM_PROMPT &&
            !transcript->entries[i].item.sidechain) {
            transcript->follow = false;
            transcript->top = i;
            transcript->top_line = transcript->move = 0;
            place_cursor(transcript, i);
            return true;
        }
    return false;
}

static bool has_long_result(const struct transcript *transcript, size_t index)
{
    const struct entry *result = transcript_result(transcript, index);
    const char *text = result != NULL ? result->item.text : transcript->entries[index].item.text;
    int lines = 0;

    for (; text != NULL && *text != '\0' && lines <= TRANSCRIPT_TAIL; text++)
        lines += *text == '\n' ? 1 : 0;
    return lines > TRANSCRIPT_TAIL;
}

static enum fold next_fold(const struct transcript *transcript, size_t index)
{
    switch (transcript->entries[index].fold) {
    case FOLD_CLOSED:
        return FOLD_OPEN;
    case FOLD_OPEN:
        return has_long_result(transcript, index) ? FOLD_ALL : FOLD_CLOSED;
    case FOLD_ALL:
        break;
    }
    return FOLD_CLOSED;
}

bool transcript_toggle(struct transcript *transcript)
{
    size_t i = transcript->cursor;

    if (i >= transcript->count || !transcript_opens(transcript, i))
        return false;
    transcript->entries[i].fold = next_fold(transcript, i);
    transcript->follow = false;
    return true;
}

void transcript_painted(struct transcript *transcript, const struct painted_place *place)
{
    if (!place->shown || place->revision != transcript->revision ||
        place->cursor > transcript->count || place->top > transcript->count)
        return;
    transcript->top = place->top;
    transcript->top_line = place->top_line;
    transcript->move = 0;
    transcript->moving = false;
    transcript->cursor = place->cursor;
    transcript->above = place->above;
    transcript->below = place->below;
    transcript->at_start = place->at_start;
    transcript->at_end = place->at_end;
    if (place->at_end) {
        transcript->fresh = 0;
        transcript->follow = !transcript->more_after;
    }
}

const char *transcript_page(struct transcript *transcript, bool *ret_before)
{
    if (transcript->count == 0)
        return NULL;
    if (transcript->at_start && transcript->more_before && !transcript->asked_before) {
        transcript->asked_before = true;
        *ret_before = true;
        return transcript->entries[0].item.cursor;
    }
    if (transcript->at_end && transcript->more_after && !transcript->asked_after) {
        transcript->asked_after = true;
        *ret_before = false;
        return transcript->entries[transcript->count - 1].item.cursor;
    }
    return NULL;
}
