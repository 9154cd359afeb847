EXTRA_DIST += tui/net/transport.h
