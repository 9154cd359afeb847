#!/bin/sh
# `run.sh FOLDER`: builds everything with musl-gcc in that folder, links the shim and the unit tests
# of the pure floors against musl and runs them. Prints automake's PASS:, FAIL: and SKIP: lines.
#
# Only headers of third-party libraries are borrowed from the system, each by its name: the whole of
# /usr/include would bring glibc's with it. Of the libraries, the static utf8proc and jansson can be
# linked, since they use C's own types alone; tests that need another are compiled and not run.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/contrib/lib.sh"
folder=$1
headers=$folder.headers
failed=0

# outcome NAME COMMAND...: runs it and says so in a line.
outcome()
{
    name=$1
    shift
    if "$@"; then
        echo "PASS: musl $name"
    else
        echo "FAIL: musl $name"
        failed=1
    fi
}

borrow_headers()
{
    rm -rf "$headers"
    mkdir -p "$headers"
    for name in jansson.h jansson_config.h utf8proc.h uv.h uv git2.h git2 sqlite3.h md4c.h libssh curl \
        curses.h ncurses.h ncurses_dll.h unctrl.h term.h; do
        for place in /usr/include "/usr/include/$(gcc -print-multiarch)"; do
            [ -e "$place/$name" ] && ln -sf "$place/$name" "$headers/$name"
        done
    done
    ln -sf "$top/tests/musl/cmocka.h" "$headers/cmocka.h"
}

# The static library NAME of the system, nothing where there is none.
static_library()
{
    for place in "/usr/lib/$(gcc -print-multiarch)" /usr/lib /usr/lib64; do
        [ -f "$place/lib$1.a" ] && echo "$place/lib$1.a" && return
    done
}

# CCLD=true: objects and archives are real, programs are not linked.
compile_everything() { make -C "$folder" -j"$(processors)" CCLD=true all; }

# The files of other platforms that compile anywhere.
compile_fallbacks()
{
    find "$top/protocol" "$top/remote" "$top/tui" -name '*_none.c' | while IFS= read -r file; do
        musl-gcc -std=c11 -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -I"$top" \
            -isystem "$headers" -include "$folder/config.h" -c "$file" -o /dev/null || exit 1
    done
}

# The unit tests that include nothing but pure floors and the libc-only shim.
pure_tests()
{
    for test in "$top"/tests/unit/test_*.c; do
        grep '^#include "' "$test" |
            grep -qvE '"(protocol/(base|data)/|protocol/[a-z_]*\.h|protocol/sys/birth\.h|remote/(agent|shim)/|tui/(model|view)/|tests/)' ||
            basename "$test" .c
    done
}

make_here()
{
    make -C "$folder" "$@" CMOCKA_LIBS= MD4C_LIBS="$folder/md4c.o" \
        UTF8PROC_LIBS="$(static_library utf8proc)" \
        JANSSON_LIBS="$(static_library jansson) $folder/fortify.o"
}

# test PROGRAM: links it with musl and runs it. 77 is a test that came to need md4c.
test_program()
{
    status=1
    if make_here "$1"; then
        env -C "$folder" srcdir="$top" "./$1"
        status=$?
    fi
    case $status in
    0) echo "PASS: musl $1" ;;
    77) echo "SKIP: musl $1: it draws Markdown, and there is no static md4c here" ;;
    *)
        echo "FAIL: musl $1"
        failed=1
        ;;
    esac
}

borrow_headers
configured "$folder" CC=musl-gcc CFLAGS='-g -O1' CPPFLAGS="-isystem $headers" --enable-werror || exit 1
outcome "compiles everything" compile_everything
outcome "compiles the fallbacks" compile_fallbacks
for name in fortify md4c; do
    musl-gcc -O1 -isystem "$headers" -c "$top/tests/musl/$name.c" -o "$folder/$name.o" || exit 1
done

for test in $(pure_tests); do
    test_program "tests/unit/$test"
done
test_program tests/golden/golden

if ls "$top"/tests/e2e/test_shim*.py >/dev/null 2>&1; then
    outcome "ccr-shim links" make_here ccr-shim
    outcome "ccr-shim" env -C "$folder" CCR_SHIM="$folder/ccr-shim" CCR_PROGRAMS= \
        sh "$top/tests/support/pytest.sh" "$top/tests/e2e" -k 'test_shim'
fi
exit $failed
