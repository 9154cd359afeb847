/*
 * Other processes: who descends from whom, and signals that reach only the process that was
 * meant. One of proc_procfs.c and proc_none.c is compiled in.
 */
#ifndef CCR_SYS_PROC_H
#define CCR_SYS_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define PROC_LIST_MAX 256

struct proc {
    pid_t pid;
    uint64_t birth;
    char name[32];
};

/* The processes that descend from one, at most PROC_LIST_MAX; their number. 0 also
 * where the platform does not tell. */
int proc_descendants(pid_t of, struct proc ret_list[PROC_LIST_MAX]);

/* The processes of a session (setsid), its leader included, at most PROC_LIST_MAX; their number, -1
 * where that cannot be told. */
int proc_session(pid_t session, struct proc ret_list[PROC_LIST_MAX]);

/* Sends the signal when the process still is the one that was listed; false when it is
 * gone. proc.c */
bool proc_signal(const struct proc *proc, int signal);

/* True while it still runs. proc.c */
bool proc_runs(const struct proc *proc);

#endif
