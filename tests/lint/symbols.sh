#!/bin/sh
# What each pure floor's library calls that neither it, nor a floor below, nor the list of
# harmless libc functions has: a stray time(), open() or getenv(), which no include shows.
# `symbols.sh [ROOT [BUILD]]`: the libraries lie in the build folder, here unless said otherwise.
set -u
root=${1:-${srcdir:-$(dirname "$0")/../..}}
build=${2:-.}
lint=$root/tests/lint

# Names without what compilers and sanitizers add: fortified (__memcpy_chk), versioned
# (__isoc99_sscanf), and macOS's leading underscore.
plain_names()
{
    if [ "$(uname)" = Darwin ]; then sed 's/^_//'; else cat; fi |
        sed -e 's/^__\(.*\)_chk$/\1/' -e 's/^__isoc[0-9]*_//' |
        grep -vE '^(__(asan|ubsan|tsan|sanitizer|sancov|gcov|llvm)_|__(start|stop)___sancov|__stack_chk|___stack_chk|_GLOBAL_OFFSET_TABLE_$|__odr_asan)' |
        sort -u
}

defined() { nm -g "$1" 2>/dev/null | awk 'NF == 3 && $2 != "U" { print $3 }' | plain_names; }
undefined() { nm -u "$1" 2>/dev/null | awk '/:$/ { next } { print $NF }' | plain_names; }

# allowed LIBRARY MAY-USE...: one name or glob a line
allowed()
{
    sed 's/#.*//' "$lint/symbols.libc" | tr -s ' \t' '\n\n'
    defined "$build/$1"
    shift
    for item; do
        case $item in
        *.a) defined "$build/$item" ;;
        *) echo "$item" ;;
        esac
    done
}

complaints=0
looked=0
while read -r library may_use; do
    case $library in '' | '#'*) continue ;; esac
    [ -f "$build/$library" ] || continue
    looked=$((looked + 1))
    # shellcheck disable=SC2086 # a list of words
    for symbol in $({ allowed "$library" $may_use; echo '--'; undefined "$build/$library"; } | awk '
        $0 == "--" { reading = 1; next }
        !reading && /\*$/ { prefix[substr($0, 1, length($0) - 1)]; next }
        !reading { name[$0]; next }
        $0 in name { next }
        { for (p in prefix) if (index($0, p) == 1) next; print }'); do
        complaints=$((complaints + 1))
        where=$(nm -A -u "$build/$library" 2>/dev/null | awk -v s="$symbol" '
            $NF == s || $NF == "_" s || $NF == "__" s "_chk" || $NF ~ "^__isoc[0-9]*_" s "$" {
                sub(/:[^:]*$/, ""); sub(/^.*:/, ""); print; exit }')
        echo "$library:$where: calls $symbol(): a pure floor is told what the world is like;" \
            "pass the value in, or add the name to symbols.libc if it only calculates"
    done
done <"$lint/symbols.table"

if [ "$looked" -eq 0 ]; then
    echo "no library of symbols.table is in $build: build first"
    exit 1
fi
echo "$looked libraries, $complaints complaints"
[ "$complaints" -eq 0 ]
