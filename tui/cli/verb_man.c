#include "tui/cli/run.h"
int run_man(struct cli *cli, const struct args *args, struct err *err)
{
    (void)cli;
    (void)args;
    return err_set(err, ERR_FAILED, "no");
}
