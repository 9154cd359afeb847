#include "protocol/sys/proc.h"

int proc_descendants(pid_t of, struct proc ret_list[PROC_LIST_MAX])
{
    (void)of;
    (void)ret_list;
    return 0;
}

int proc_session(pid_t session, struct proc ret_list[PROC_LIST_MAX])
{
    (void)session;
    (void)ret_list;
    return -1;
}
