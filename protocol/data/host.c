#include "protocol/data/host.h"

#include <string.h>

#define AT(member) offsetof(struct host, member)

const struct field host_fields[] = {
    {"name", FIELD_TEXT, AT(name), NULL},
    {"address", FIELD_TEXT, AT(address), NULL},
    {"port", FIELD_COUNT, AT(port), NULL},
    {"identity", FIELD_TEXT, AT(identity), NULL},
    {"known-hosts", FIELD_TEXT, AT(known_hosts), NULL},
    {"jump", FIELD_TEXT, AT(jump), NULL},
    {"runner", FIELD_TEXT, AT(runner), NULL},
    {NULL, FIELD_TEXT, 0, NULL},
};

void host_init(struct host *host)
{
    field_init(host_fields, host);
}

void host_done(struct host *host)
{
    field_done(host_fields, host);
}

bool host_name_valid(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789._-";
    size_t len = strlen(name);

    return len >= 1 && len <= 64 && name[0] != '-' && strspn(name, allowed) == len;
}
