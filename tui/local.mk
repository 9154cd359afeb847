include tui/net/local.mk
include tui/store/local.mk
include tui/cli/local.mk
