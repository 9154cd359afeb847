include tui/model/local.mk
include tui/view/local.mk
include tui/term/local.mk
include tui/net/local.mk
include tui/store/local.mk
include tui/cli/local.mk
include tui/app/local.mk
