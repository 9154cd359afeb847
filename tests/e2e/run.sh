#!/bin/sh
# The end-to-end tests with the programs of this build folder. Arguments go to pytest:
# `tests/e2e/run.sh -k restart` in the build folder runs those tests alone.
#
# A missing program or a missing pytest skips them all, and with CCR_REQUIRE_REAL=1 fails.
set -u
here=$(cd "$(dirname "$0")" && pwd)
: "${CCR_PROGRAMS=ccr ccr-remote ccr-shim}"
export CCR_BUILD_DIR="$PWD" builddir="$PWD"

for program in $CCR_PROGRAMS; do
    if [ ! -x "$PWD/$program" ]; then
        echo "SKIPPED: no $program in $PWD: build it, or run this in the build folder"
        [ "${CCR_REQUIRE_REAL:-}" = 1 ] && exit 1
        exit 77
    fi
    case $program in
    ccr) export CCR="$PWD/ccr" ;;
    ccr-remote) export CCR_REMOTE="$PWD/ccr-remote" ;;
    ccr-shim) export CCR_SHIM="$PWD/ccr-shim" ;;
    esac
done

# `make check` is for between two edits, so what takes longest is left to contrib/check (CCR_LONG=1): what
# the CLI's own behaviour is, fifty kills, the demo agent and the two commands of the README.
if [ "${CCR_LONG:-}" != 1 ] && [ $# -eq 0 ]; then
    export CCR_LEFT_OUT='test_(cli_facts.*|delivery_kills|demo_agent|crash|evidence|stop|storage|try|bench|screenshot)\.py'
    echo "LEFT OUT: the long tests; contrib/check or CCR_LONG=1 runs them"
fi
exec sh "$here/../support/pytest.sh" "$here" "$@"
