/*
 * The whole text of one item, or its input, in pages: what a window shows cut, and what it
 * shows only the beginning of because the line is too long.
 */
#ifndef CCR_TRANSCRIPT_PAGE_H
#define CCR_TRANSCRIPT_PAGE_H

#include "remote/transcript/place.h"

#define PAGE_BYTES_MAX (256 * 1024)
#define PAGE_LINE_MAX  (2 * 1024 * 1024) /* a longer line is paged as the bytes it is */

struct page {
    char *text;
    int64_t offset; /* of text in the whole */
    int64_t next;   /* the offset of the next page; negative: this was the last */
    int64_t full_bytes;
    bool raw;   /* the line itself, repaired to UTF-8, since it is too long to be read */
    bool reset; /* the cursor was none, or of another generation: nothing else is set */
};

void page_init(struct page *page);
void page_done(struct page *page);

/* Reads the page that begins at that offset, in place of what *ret_page held: at most max
 * bytes and PAGE_BYTES_MAX, ending with a whole character. A line over ITEM_LINE_MAX is one
 * item, whose text is that of all its blocks, a blank line between them. An offset behind the
 * end gives an empty last page. ERR_NOT_FOUND when there is no such file or item, else as
 * window_read(). */
int page_read(const char *path, const char *cursor, int64_t offset, size_t max, struct place *place,
              uint64_t fresh, struct page *ret_page, struct err *err);

#endif
