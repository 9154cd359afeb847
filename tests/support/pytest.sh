#!/bin/sh
# `pytest.sh FOLDER [ARGUMENT...]`: the tests of a folder, with automake's exit status.
#
# Each file is a process of its own, several at once; arguments go to pytest, which is then one process
# for all. The items are written to results/*.xml in tests/FOLDER of the build
# folder, where contrib/check counts them.
set -u
folder=$1
shift
results=tests/$(basename "$folder")/results

if command -v pytest-3 >/dev/null 2>&1; then
    pytest=pytest-3
elif python3 -c 'import pytest' 2>/dev/null; then
    pytest='python3 -m pytest'
else
    echo "SKIPPED: no pytest (Debian: python3-pytest)"
    [ "${CCR_REQUIRE_REAL:-}" = 1 ] && exit 1
    exit 77
fi

# run NAME ARGUMENT...: pytest, with its items in NAME.xml.
run()
{
    name=$1
    shift
    $pytest -ra -p no:cacheprovider --rootdir="$folder" --junitxml="$results/$name.xml" "$@"
}

# Called by xargs below for one file, whose output is shown whole when it is done.
if [ "${1:-}" = --file ]; then
    name=$(basename "$2" .py)
    run "$name" "$2" >"$results/$name.log" 2>&1
    status=$?
    cat "$results/$name.log"
    # 5: there was no test in it; 255 would end xargs.
    [ $status -eq 0 ] || [ $status -eq 5 ] || exit 1
    exit 0
fi

rm -rf "$results"
mkdir -p "$results"
if [ $# -gt 0 ]; then
    run all "$folder" "$@"
else
    # The largest first, and one more than there are processors: tests wait more than they work.
    # CCR_LEFT_OUT: a pattern of names that are not run.
    find "$folder" -name 'test_*.py' -exec wc -c {} + | grep -v ' total$' | sort -rn | awk '{ print $2 }' |
        grep -vE "/(${CCR_LEFT_OUT:-none})\$" |
        xargs -n 1 -P "$(($(getconf _NPROCESSORS_ONLN) + 1))" sh "$0" "$folder" --file
fi
status=$?

if ! grep -q '<testcase' "$results"/*.xml 2>/dev/null && [ $status -ne 1 ]; then
    echo "SKIPPED: no test in $folder"
    [ "${CCR_REQUIRE_REAL:-}" = 1 ] && exit 1
    exit 77
fi
[ $status -eq 0 ]
