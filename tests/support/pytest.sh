#!/bin/sh
# `pytest.sh FOLDER [ARGUMENT...]`: the tests of a folder, with automake's exit status. The items are
# written to results.xml in tests/FOLDER of the build folder, where contrib/check counts them.
set -u
folder=$1
shift

if command -v pytest-3 >/dev/null 2>&1; then
    set -- pytest-3 "$@"
elif python3 -c 'import pytest' 2>/dev/null; then
    set -- python3 -m pytest "$@"
else
    echo "SKIPPED: no pytest (Debian: python3-pytest)"
    [ "${CCR_REQUIRE_REAL:-}" = 1 ] && exit 1
    exit 77
fi

results=tests/$(basename "$folder")/results.xml
mkdir -p "$(dirname "$results")" && rm -f "$results"
"$@" -ra -p no:cacheprovider --junitxml="$results" --rootdir="$folder" "$folder"
status=$?
if [ $status -eq 5 ]; then
    echo "SKIPPED: no test in $folder"
    [ "${CCR_REQUIRE_REAL:-}" = 1 ] && exit 1
    exit 77
fi
exit $status
