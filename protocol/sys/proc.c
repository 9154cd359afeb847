#include "protocol/sys/proc.h"

#include "protocol/sys/birth.h"

#include <signal.h>

bool proc_runs(const struct proc *proc)
{
    uint64_t birth;
    int rc;

    if (proc->pid <= 1)
        return false;
    rc = birth_of(proc->pid, &birth);
    if (rc == BIRTH_UNKNOWN)
        return kill(proc->pid, 0) == 0;
    return rc == 0 && birth == proc->birth;
}

bool proc_signal(const struct proc *proc, int signal)
{
    return proc_runs(proc) && kill(proc->pid, signal) == 0;
}
