#include "tui/net/ssh/agent.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/sys/fd.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

enum {
    AGENT_FAILURE = 5,
    AGENT_REQUEST_IDENTITIES = 11,
    AGENT_IDENTITIES_ANSWER = 12,
    AGENT_SIGN_REQUEST = 13,
};

struct identity {
    unsigned char *blob;
    size_t len;
    char *base64;
};

struct agent {
    struct feed *feed;
    int fd;    /* the agent */
    int inner; /* our end of what libssh takes for the agent */
    struct identity *identities;
    size_t count;
    int used; /* index, -1: none */
    bool serving;
    pthread_t thread; /* runs serve() while serving */
    struct buf message;
};

static uint32_t get_u32(const void *at)
{
    const unsigned char *byte = at;

    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

static void put_u32(struct buf *out, size_t number)
{
    char bytes[4] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8), (char)number};

    buf_append(out, bytes, 4);
}

static char *base64_of(const unsigned char *data, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = mem_new(len / 3 * 4 + 5, 1), *out = text;

    for (size_t i = 0; i < len; i += 3) {
        uint32_t three = (uint32_t)data[i] << 16 | (i + 1 < len ? (uint32_t)data[i + 1] << 8 : 0) |
                         (i + 2 < len ? data[i + 2] : 0);

        *out++ = digits[three >> 18];
        *out++ = digits[three >> 12 & 63];
        *out++ = i + 1 < len ? digits[three >> 6 & 63] : '=';
        *out++ = i + 2 < len ? digits[three & 63] : '=';
    }
    return text;
}

/* One message: length, then that many bytes, into agent->message. */
static bool message_read(struct agent *agent, int fd)
{
    unsigned char head[4];
    uint32_t len;
    char *room;

    buf_truncate(&agent->message, 0);
    if (fd_read_all(fd, head, 4) != 4)
        return false;
    len = get_u32(head);
    if (len == 0 || (room = buf_reserve(&agent->message, len)) == NULL ||
        fd_read_all(fd, room, len) != (ssize_t)len)
        return false;
    buf_grow(&agent->message, len);
    return true;
}

static bool message_write(struct agent *agent, int fd)
{
    unsigned char head[4] = {
        (unsigned char)(agent->message.len >> 24), (unsigned char)(agent->message.len >> 16),
        (unsigned char)(agent->message.len >> 8), (unsigned char)agent->message.len};

    return fd_write_all(fd, head, 4) == 0 &&
           fd_write_all(fd, agent->message.data, agent->message.len) == 0;
}

static void message_set(struct agent *agent, char type)
{
    buf_truncate(&agent->message, 0);
    buf_append_char(&agent->message, type);
}

/* The string (length and bytes) at *at of the message; NULL when it goes over the end. */
static const unsigned char *take_string(const struct agent *agent, size_t *at, size_t *ret_len)
{
    const unsigned char *data = (const unsigned char *)agent->message.data;
    size_t left = agent->message.len - *at;

    if (left < 4 || left - 4 < get_u32(data + *at))
        return NULL;
    *ret_len = get_u32(data + *at);
    *at += 4 + *ret_len;
    return data + *at - *ret_len;
}

static void take_identities(struct agent *agent)
{
    size_t at = 5, len, comment;
    const unsigned char *blob;

    if (agent->message.len < 5 || agent->message.data[0] != AGENT_IDENTITIES_ANSWER)
        return;
    agent->identities = mem_new(AGENT_IDENTITIES_MAX, sizeof(*agent->identities));
    while (agent->count < AGENT_IDENTITIES_MAX && (blob = take_string(agent, &at, &len)) != NULL &&
           take_string(agent, &at, &comment) != NULL) {
        struct identity *identity = &agent->identities[agent->count++];

        identity->blob = (unsigned char *)mem_dup_n((const char *)blob, len);
        identity->len = len;
        identity->base64 = base64_of(blob, len);
    }
}

static int connect_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd;

    if (strlen(path) >= sizeof(address.sun_path))
        return -1;
    memcpy(address.sun_path, path, strlen(path) + 1);
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd >= 0 && (fd_set_cloexec(fd, true) != 0 ||
                    connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0))
        fd_close(&fd);
    return fd;
}

struct agent *agent_open(struct feed *feed, const char *path, int answer_ms)
{
    struct agent *agent = mem_new(1, sizeof(*agent));
    struct pollfd wait = {.events = POLLIN};

    agent->feed = feed;
    agent->used = agent->inner = -1;
    buf_init(&agent->message, AGENT_MESSAGE_MAX);
    agent->fd = connect_unix(path);
    if (agent->fd < 0) {
        feed_step(feed, "no key agent answers at %s", path);
        goto fail;
    }
    feed_guard(feed, agent->fd);
    message_set(agent, AGENT_REQUEST_IDENTITIES);
    wait.fd = agent->fd;
    if (!message_write(agent, agent->fd) || poll(&wait, 1, answer_ms) != 1 ||
        !message_read(agent, agent->fd)) {
        feed_step(feed, "the key agent at %s does not answer", path);
        goto fail;
    }
    take_identities(agent);
    if (agent->count > 0)
        return agent;
fail:
    agent_free(agent);
    return NULL;
}

static void identity_done(struct identity *identity)
{
    free(identity->blob);
    free(identity->base64);
}

void agent_free(struct agent *agent)
{
    if (agent == NULL)
        return;
    if (agent->serving) {
        shutdown(agent->inner, SHUT_RDWR);
        shutdown(agent->fd, SHUT_RDWR);
        pthread_join(agent->thread, NULL);
    }
    if (agent->fd >= 0)
        feed_unguard(agent->feed, agent->fd);
    fd_close(&agent->fd);
    fd_close(&agent->inner);
    for (size_t i = 0; i < agent->count; i++)
        identity_done(&agent->identities[i]);
    free(agent->identities);
    buf_done(&agent->message);
    free(agent);
}

size_t agent_count(const struct agent *agent)
{
    return agent->count;
}

void agent_only(struct agent *agent, const char *public_key)
{
    size_t kept = 0;

    for (size_t i = 0; i < agent->count; i++)
        if (str_equal(agent->identities[i].base64, public_key))
            agent->identities[kept++] = agent->identities[i];
        else
            identity_done(&agent->identities[i]);
    agent->count = kept;
}

void agent_prefer(struct agent *agent, const char *ending)
{
    for (size_t i = 1; i < agent->count; i++)
        if (str_ends(agent->identities[i].base64, ending)) {
            struct identity first = agent->identities[i];

            memmove(agent->identities + 1, agent->identities, i * sizeof(first));
            agent->identities[0] = first;
            return;
        }
}

static void list_identities(struct agent *agent)
{
    message_set(agent, AGENT_IDENTITIES_ANSWER);
    put_u32(&agent->message, agent->count);
    for (size_t i = 0; i < agent->count; i++) {
        put_u32(&agent->message, agent->identities[i].len);
        buf_append(&agent->message, agent->identities[i].blob, agent->identities[i].len);
        put_u32(&agent->message, 0);
    }
}

/* Signing is the agent's; which identity it is for is remembered. Only those that were
 * listed are signed with. */
static bool sign(struct agent *agent)
{
    size_t at = 1, len = 0;
    const unsigned char *blob = take_string(agent, &at, &len);

    agent->used = -1;
    for (size_t i = 0; blob != NULL && i < agent->count; i++)
        if (agent->identities[i].len == len && memcmp(agent->identities[i].blob, blob, len) == 0)
            agent->used = (int)i;
    return agent->used >= 0 && message_write(agent, agent->fd) && message_read(agent, agent->fd);
}

/* The other end of libssh's "agent", in its own thread since libssh waits for it. */
static void *serve(void *data)
{
    struct agent *agent = data;

    while (message_read(agent, agent->inner)) {
        if (agent->message.data[0] == AGENT_REQUEST_IDENTITIES)
            list_identities(agent);
        else if (agent->message.data[0] != AGENT_SIGN_REQUEST || !sign(agent))
            message_set(agent, AGENT_FAILURE);
        if (!message_write(agent, agent->inner))
            break;
    }
    return NULL;
}

/* Puts itself between libssh and the agent. */
static int agent_attach(struct agent *agent, ssh_session session)
{
    int pair[2];

    if (fd_socketpair(pair) != 0)
        return -1;
    agent->inner = pair[1];
    if (ssh_set_agent_socket(session, pair[0]) != SSH_OK) {
        fd_close(&pair[0]); /* the session's otherwise */
        return -1;
    }
    agent->serving = pthread_create(&agent->thread, NULL, serve, agent) == 0;
    return agent->serving ? 0 : -1;
}

int agent_login(struct agent *agent, ssh_session session)
{
    if (!agent->serving && agent_attach(agent, session) != 0)
        return SSH_AUTH_DENIED;
    return ssh_userauth_agent(session, NULL);
}

const char *agent_used(const struct agent *agent)
{
    return agent->used >= 0 ? agent->identities[agent->used].base64 : NULL;
}
