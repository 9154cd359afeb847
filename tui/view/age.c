/* Spans of time in a few columns. */
#include "tui/view/draw.h"

#include "protocol/base/mem.h"

char *age_text(const struct model *model, int64_t wall_ms)
{
    int64_t minutes = (model->wall_ms - wall_ms) / 60000;

    if (wall_ms <= 0 || minutes < 0)
        return mem_dup("");
    if (minutes < 1)
        return mem_dup("now");
    if (minutes < 60)
        return mem_printf("%dm", (int)minutes);
    if (minutes < 24 * 60)
        return mem_printf("%dh", (int)(minutes / 60));
    if (minutes < 21 * 24 * 60)
        return mem_printf("%dd", (int)(minutes / (24 * 60)));
    if (minutes < 100LL * 7 * 24 * 60)
        return mem_printf("%dw", (int)(minutes / (7 * 24 * 60)));
    return mem_dup("old");
}

char *elapsed_text(int64_t ms)
{
    int64_t seconds = ms / 1000;

    if (seconds < 3600)
        return mem_printf("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
    return mem_printf("%dh%02d", (int)(seconds / 3600 % 10000), (int)(seconds / 60 % 60));
}
