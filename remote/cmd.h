/*
 * The subcommands of ccr-remote, one file each, in one table in main.c.
 */
#ifndef CCR_CMD_H
#define CCR_CMD_H

/* argv[0] is the subcommand's name; program is how ccr-remote was started. Returns the
 * exit status. */
typedef int cmd_fn(const char *program, int argc, char **argv);

cmd_fn cmd_serve, cmd_daemon, cmd_environment, cmd_version, cmd_help;

#endif
