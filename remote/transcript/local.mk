noinst_LIBRARIES += libtranscript.a

libtranscript_a_SOURCES = \
	remote/transcript/batch.c remote/transcript/batch.h \
	remote/transcript/block.c remote/transcript/block.h \
	remote/transcript/content.c remote/transcript/content.h \
	remote/transcript/cursor.c remote/transcript/cursor.h \
	remote/transcript/hash.c remote/transcript/hash.h \
	remote/transcript/keys.c remote/transcript/keys.h \
	remote/transcript/presence.c remote/transcript/presence.h \
	remote/transcript/scan.c remote/transcript/scan.h \
	remote/transcript/summary.c remote/transcript/summary.h \
	remote/transcript/title.c remote/transcript/title.h \
	remote/transcript/usage.c remote/transcript/usage.h \
	remote/transcript/head.c remote/transcript/head.h \
	remote/transcript/input.c remote/transcript/input.h \
	remote/transcript/items.c remote/transcript/items.h \
	remote/transcript/keys.c remote/transcript/keys.h \
	remote/transcript/line.c remote/transcript/line.h \
	remote/transcript/page.c remote/transcript/page.h \
	remote/transcript/piece.c remote/transcript/piece.h \
	remote/transcript/place.c remote/transcript/place.h \
	remote/transcript/presence.c remote/transcript/presence.h \
	remote/transcript/record.c remote/transcript/record.h \
	remote/transcript/scan.c remote/transcript/scan.h \
	remote/transcript/summary.c remote/transcript/summary.h \
	remote/transcript/title.c remote/transcript/title.h \
	remote/transcript/usage.c remote/transcript/usage.h \
	remote/transcript/window.c remote/transcript/window.h \
	remote/transcript/wrapper.c remote/transcript/wrapper.h

TRANSCRIPT_LIBS = libtranscript.a libsys.a $(PROTOCOL_LIBS)
