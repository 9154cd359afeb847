#include "remote/shim/feed.h"

#include <string.h>

enum feed_found feed_scan(struct feed *feed, const char *bytes, size_t n)
{
    uint64_t room = FEED_LINE_MAX + 1 - (feed->next - feed->start);
    const char *newline, *hole;

    if (n > room)
        n = (size_t)room;
    newline = n ? memchr(bytes, '\n', n) : NULL;
    if (newline)
        n = (size_t)(newline - bytes);
    hole = n ? memchr(bytes, '\0', n) : NULL;
    if (hole) {
        feed->next += (uint64_t)(hole - bytes);
        return FEED_HOLE;
    }
    feed->next += n;
    if (newline) {
        feed->end = ++feed->next;
        return FEED_LINE;
    }
    return feed->next - feed->start > FEED_LINE_MAX ? FEED_LONG : FEED_MORE;
}

int feed_has_line(const struct feed *feed)
{
    return feed->end > feed->start;
}

void feed_pass(struct feed *feed)
{
    feed->start = feed->end;
    feed->next = feed->end;
}
