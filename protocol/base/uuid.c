#include "protocol/base/uuid.h"

#include <stdio.h>
#include <string.h>

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool is_hex(int c)
{
    c = lower(c);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

void uuid_v7(int64_t ms, const unsigned char random[UUID_RANDOM], char ret_uuid[UUID_SIZE])
{
    uint64_t time = (uint64_t)ms;
    unsigned char b[16];

    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(time >> (40 - 8 * i));
    memcpy(b + 6, random, UUID_RANDOM);
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x70);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    snprintf(ret_uuid, UUID_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
}

bool uuid_valid(const char *text)
{
    if (text == NULL || strlen(text) != UUID_SIZE - 1)
        return false;
    for (int i = 0; i < UUID_SIZE - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? text[i] != '-' : !is_hex(text[i]))
            return false;
    }
    return true;
}

bool uuid_ends(const char *id, const char *ending)
{
    size_t len = strlen(id), tail = strlen(ending);

    if (tail < UUID_MIN_ENDING || tail > len)
        return false;
    for (size_t i = 0; i < tail; i++)
        if (lower(id[len - tail + i]) != lower(ending[i]))
            return false;
    return true;
}

const char *uuid_short(const char *id)
{
    size_t len = strlen(id);

    return len > UUID_MIN_ENDING ? id + len - UUID_MIN_ENDING : id;
}
