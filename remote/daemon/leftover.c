#include "remote/daemon/leftover.h"

#include "protocol/base/mem.h"
#include "protocol/sys/log.h"

#include <signal.h>
#include <stdlib.h>

struct leftover {
    struct leftover *next;
    struct proc proc;
    int64_t due;
};

void leftover_add(struct daemon *daemon, const struct proc *proc, int64_t due)
{
    struct leftover *left = daemon->leftovers;

    while (left != NULL && (left->proc.pid != proc->pid || left->proc.birth != proc->birth))
        left = left->next;
    if (left != NULL)
        return;
    left = mem_new(1, sizeof(*left));
    *left = (struct leftover){.next = daemon->leftovers, .proc = *proc, .due = due};
    daemon->leftovers = left;
}

int64_t leftover_tick(struct daemon *daemon, int64_t now)
{
    struct leftover **at = &daemon->leftovers;
    int64_t next = -1;

    while (*at != NULL) {
        struct leftover *left = *at;

        if (now < left->due) {
            next = daemon_earlier(next, left->due);
            at = &left->next;
            continue;
        }
        if (proc_signal(&left->proc, SIGKILL))
            log_line(LOG_INFO, "%ld (%s) outlived its agent and was killed", (long)left->proc.pid,
                     left->proc.name);
        *at = left->next;
        free(left);
    }
    return next;
}

void leftover_free(struct daemon *daemon)
{
    while (daemon->leftovers != NULL) {
        struct leftover *next = daemon->leftovers->next;

        free(daemon->leftovers);
        daemon->leftovers = next;
    }
}
