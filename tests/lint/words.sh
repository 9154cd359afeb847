#!/bin/sh
# No unfinished work, and no path of one machine, in what is kept. `words.sh [ROOT]`. Whoever needs a
# home in an example takes /home/dev.
# tests/corpus is other people's, taken as it is.
set -u
root=${1:-${srcdir:-$(dirname "$0")/../..}}
cd "$root" || exit 1

marks='TO[D]O|FIX[M]E|(^|[^X])XX[X]([^X]|$)'
places='(^|[^A-Za-z0-9_.~$})>-])/(wor[k]|roo[t]|Users|home/[a-z]+)/'

# Below git the files that it keeps, elsewhere all but what was built.
if git -C . rev-parse --show-prefix >/dev/null 2>&1 && [ -z "$(git rev-parse --show-prefix)" ]; then
    git ls-files -z --cached --others --exclude-standard -- . ':!tests/corpus'
else
    find protocol remote tui tests contrib doc m4 ./*.md configure.ac Makefile.am \
        \( -name '.?*' -o -name __pycache__ -o -path tests/corpus \) -prune -o \
        -type f ! -name '*.log' ! -name '*.trs' -print0 2>/dev/null
fi | xargs -0 grep -nIE "$marks|$places" -- /dev/null | grep -vE "/home/(linuxbrew|dev)/" | cut -c 1-200 | {
    count=0
    while IFS= read -r line; do
        count=$((count + 1))
        case $line in
        *TO[D]O* | *FIX[M]E* | *XX[X]*) printf '%s\n    do it now, or open an issue\n' "$line" ;;
        *) printf '%s\n    a path of one machine: take it from outside\n' "$line" ;;
        esac
    done
    echo "$count complaints"
    [ "$count" -eq 0 ]
}
