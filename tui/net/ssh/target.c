#include "tui/net/ssh/target.h"

#include "protocol/base/mem.h"
#include "protocol/base/str.h"

#include <stdlib.h>
#include <string.h>

#define PART_MAX 255
#define SSH_PORT 22

static bool part_valid(const char *part, const char *never)
{
    size_t len = strlen(part);

    if (len == 0 || len > PART_MAX || part[0] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)part[i] <= ' ' || part[i] == 0x7f || strchr(never, part[i]) != NULL)
            return false;
    return true;
}

/* A name becomes a word of known_hosts, where these mean something. */
static bool name_valid(const char *name)
{
    return part_valid(name, ",*?!|#[]\"'\\/");
}

static void take_brackets(char *name)
{
    size_t len = strlen(name);

    if (len < 2 || name[0] != '[' || name[len - 1] != ']')
        return;
    memmove(name, name + 1, len - 2);
    name[len - 2] = '\0';
}

static void lower(char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z')
            *text += 'a' - 'A';
}

int target_init(struct target *target, const struct host *host, const char *user, struct err *err)
{
    const char *address = host->address != NULL ? host->address : "";
    const char *at = strrchr(address, '@');

    target->user = at != NULL ? mem_dup_n(address, (size_t)(at - address)) : mem_dup(user);
    target->name = mem_dup(at != NULL ? at + 1 : address);
    target->port = host->port > 0 ? (int)host->port : SSH_PORT;
    target->known = target->label = NULL;
    take_brackets(target->name);
    lower(target->name);
    if (!name_valid(target->name) || host->port > 65535) {
        err_set(err, ERR_INVALID, "host %s: \"%s\" is not an address", host->name, address);
        goto fail;
    }
    if (target->user == NULL || !part_valid(target->user, "")) {
        err_set(err, ERR_INVALID, "host %s: no usable login name", host->name);
        goto fail;
    }
    if (target->port == SSH_PORT) {
        target->known = mem_dup(target->name);
        target->label = mem_dup(target->name);
    } else {
        target->known = mem_printf("[%s]:%d", target->name, target->port);
        target->label = mem_printf("%s port %d", target->name, target->port);
    }
    return 0;
fail:
    err_next(err, "set host.%s.address to [user@]name", host->name);
    target_done(target);
    return -ERR_INVALID;
}

void target_done(struct target *target)
{
    free(target->user);
    free(target->name);
    free(target->known);
    free(target->label);
    memset(target, 0, sizeof(*target));
}

char *target_path(const char *home, const char *path)
{
    if (!str_starts(path, "~/"))
        return mem_dup(path);
    return home != NULL ? mem_printf("%s%s", home, path + 1) : NULL;
}
