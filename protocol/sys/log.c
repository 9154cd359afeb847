#include "protocol/sys/log.h"

#include "protocol/base/buf.h"
#include "protocol/base/mem.h"
#include "protocol/base/str.h"
#include "protocol/base/utf8.h"
#include "protocol/sys/clock.h"
#include "protocol/sys/fd.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048
#define FILE_MAX_BYTES (4 * 1024 * 1024)

/* One log a process; the only state of its kind in the sys floor. */
static struct {
    int fd;
    char *path;
    enum log_level level;
} sink = {.fd = -1};

static void open_file(void)
{
    sink.fd = open(sink.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

void log_open(const char *path, enum log_level level)
{
    log_close();
    sink.level = level;
    if (path == NULL) {
        sink.fd = STDERR_FILENO;
        return;
    }
    sink.path = mem_dup(path);
    open_file();
}

void log_close(void)
{
    if (sink.path != NULL)
        fd_close(&sink.fd);
    sink.fd = -1;
    mem_set(&sink.path, NULL);
}

static void begin_anew(void)
{
    struct stat st;
    char *old;

    if (sink.path == NULL || fstat(sink.fd, &st) != 0 || st.st_size < FILE_MAX_BYTES)
        return;
    old = mem_printf("%s.old", sink.path);
    rename(sink.path, old);
    free(old);
    fd_close(&sink.fd);
    open_file();
}

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const words[] = {"error", "info", "debug"};
    char text[LINE_MAX_BYTES], time[STR_TIME_SIZE];
    struct buf line;
    va_list args;
    int len;

    if (sink.fd < 0 || level > sink.level)
        return;
    begin_anew();
    va_start(args, fmt);
    len = vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (len < 0 || sink.fd < 0)
        return;
    len = len < LINE_MAX_BYTES ? len : LINE_MAX_BYTES - 1;
    str_time(clock_wall_ms(), time);
    buf_init(&line, LINE_MAX_BYTES * 8);
    buf_printf(&line, "%s %ld %s ", time, (long)getpid(), words[level]);
    utf8_printable(&line, text, (size_t)len, false);
    buf_append_char(&line, '\n');
    fd_write_all(sink.fd, line.data, line.len);
    buf_done(&line);
}
