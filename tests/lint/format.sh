#!/bin/sh
# Every C file is as clang-format leaves it. `format.sh [ROOT]`. Other versions format some lines
# another way, so only the version that the style was written with decides.
set -u
version=14
root=${1:-${srcdir:-$(dirname "$0")/../..}}
cd "$root" || exit 1

for tool in clang-format-$version clang-format; do
    if $tool --version 2>/dev/null | grep -q "version $version\."; then
        complaints=$(find protocol remote tui tests -name '.?*' -prune -o -name '*.[ch]' -print0 2>/dev/null |
            xargs -0 "$tool" --style=file --dry-run -Werror -- 2>&1 |
            sed -n "s/^\([^:]*:[0-9]*\):.*error:.*/\1: formatted another way: $tool -i does it/p")
        [ -n "$complaints" ] || exit 0
        printf '%s\n' "$complaints"
        exit 1
    fi
done
echo "SKIPPED: clang-format $version is not there (Debian: clang-format-$version)"
exit 77
