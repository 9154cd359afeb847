noinst_LIBRARIES += libclientstore.a

libclientstore_a_SOURCES = \
	tui/store/database.c tui/store/database.h \
	tui/store/draft_table.c tui/store/draft_table.h \
	tui/store/outbox_table.c tui/store/outbox_table.h \
	tui/store/row.c tui/store/row.h
libclientstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)

CLIENT_STORE_LIBS = libclientstore.a libdata.a $(SYS_LIBS) $(SQLITE_LIBS)
