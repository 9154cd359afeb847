#include "remote/report.h"

#include <stdio.h>

int report_error(const struct err *err)
{
    fprintf(stderr, "ccr-remote: %s%s%s\n", err->what, err->next[0] != '\0' ? "; " : "", err->next);
    return err_exit_status(err->code);
}
