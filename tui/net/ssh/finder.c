#include "tui/net/ssh/finder.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#define NOT_FOUND "the runner was not found: "

char *finder_command(const struct host *host, const char *name, struct err *err)
{
    if (host->runner != NULL)
        return mem_printf("%s serve", host->runner);
    if (name == NULL || !host_name_valid(name)) {
        err_set(err, ERR_INVALID, "\"%s\" is no name of a runner", name != NULL ? name : "");
        return NULL;
    }
    /* Between the quotes nothing that any shell would look at: no quote, '!' or backslash. */
    return mem_printf(
        "exec sh -c '"
        "for d in \"$(command -v %s)\" \"$HOME/.local/bin/%s\" \"$HOME/bin/%s\" /usr/local/bin/%s "
        "/opt/homebrew/bin/%s "
        "\"${PREFIX:-/data/data/com.termux/files/usr}/bin/%s\"; do "
        "test -x \"$d\" && test -f \"$d\" && exec \"$d\" serve; done; "
        "echo \"" NOT_FOUND "%s\" >&2; exit 127'",
        name, name, name, name, name, name, name);
}

bool finder_failed(const char *last_line)
{
    return str_starts(last_line, NOT_FOUND);
}
