/*
 * What stands where Claude Code would, for the benches: it says when it was started and speaks the
 * little of stream-json that a turn needs. A prompt that begins with "stay" goes on, a few words at
 * a time, until its input ends; any other is over at once. libc alone, so that its start is quick.
 */
#include "tests/bench/stopwatch.h"

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES (256 * 1024)
#define WORDS_MS       100
#define LIFE_S         300 /* nobody's agent any more ends by itself */

static void stamp(int64_t started)
{
    const char *path = getenv("CCR_BENCH_STAMPS");
    int fd = path != NULL ? open(path, O_WRONLY | O_NONBLOCK) : -1;

    /* Fewer bytes than PIPE_BUF go in whole or not at all. */
    if (fd < 0 || write(fd, &started, sizeof(started)) != (ssize_t)sizeof(started))
        _exit(1);
    close(fd);
}

static const char *value_of(int argc, char **argv, const char *option)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], option) == 0)
            return argv[i + 1];
    return "";
}

/* Everything up to a line's end; false when the input ended before. */
static bool read_prompt(char line[LINE_MAX_BYTES])
{
    size_t len = 0;

    while (len < LINE_MAX_BYTES - 1) {
        ssize_t n = read(STDIN_FILENO, line + len, LINE_MAX_BYTES - 1 - len);

        if (n <= 0)
            return false;
        len += (size_t)n;
        line[len] = '\0';
        if (line[len - 1] == '\n')
            return true;
    }
    return false;
}

/* Says a few words now and then until the input ends. */
static void talk(void)
{
    struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};
    char input[512];

    for (;;) {
        if (poll(&wait, 1, WORDS_MS) > 0 && read(STDIN_FILENO, input, sizeof(input)) <= 0)
            return;
        dprintf(
            STDOUT_FILENO,
            "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"index\":0,"
            "\"delta\":{\"type\":\"text_delta\",\"text\":\"and then some more words \"}}}\n");
    }
}

int main(int argc, char **argv)
{
    int64_t started = stopwatch_ns();
    static char line[LINE_MAX_BYTES];
    const char *session = value_of(argc, argv, "--session-id"), *uuid;

    alarm(LIFE_S);
    stamp(started);
    if (!read_prompt(line) || (uuid = strstr(line, "\"uuid\":\"")) == NULL)
        return 1;
    uuid += strlen("\"uuid\":\"");
    dprintf(STDOUT_FILENO,
            "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"%s\",\"model\":\"none\"}\n"
            "{\"type\":\"user\",\"isReplay\":true,\"uuid\":\"%.36s\"}\n",
            session, uuid);
    if (strstr(line, "\"text\":\"stay") != NULL)
        talk();
    dprintf(STDOUT_FILENO,
            "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"done\","
            "\"session_id\":\"%s\",\"duration_ms\":1,\"num_turns\":1,\"total_cost_usd\":0}\n",
            session);
    return 0;
}
