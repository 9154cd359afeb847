#include "remote/cmd.h"

#include "remote/store/store.h"

#include "protocol/hello.h"
#include "protocol/json.h"
#include "protocol/sys/config.h"

#include <stdio.h>
#include <uv.h>

int cmd_version(const char *program, int argc, char **argv)
{
    (void)program;
    (void)argc;
    (void)argv;
    printf("ccr-remote %s (protocol %d)\n", CCR_BUILD, HELLO_PROTOCOL);
    printf("libuv %s, SQLite %s, jansson %s, libgit2 %s\n", uv_version_string(),
           store_library_version(), json_library_version(), config_library_version());
    return 0;
}
