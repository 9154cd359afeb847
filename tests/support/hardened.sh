#!/bin/sh
# `hardened.sh FOLDER`: each program built there is position independent, has its relocations read-only
# from the start, guards its stack, and calls the checked forms of libc's functions.
set -u
cd "$1" || exit 1

status=0
for program in ccr ccr-remote ccr-shim; do
    [ -x "$program" ] || continue
    lacks=
    readelf -h "$program" | grep -q 'Type: *DYN' || lacks="$lacks PIE"
    readelf -lW "$program" | grep -q GNU_RELRO || lacks="$lacks RELRO"
    readelf -dW "$program" | grep -qE 'BIND_NOW|NOW' || lacks="$lacks BIND_NOW"
    readelf -sW "$program" | grep -q __stack_chk_fail || lacks="$lacks stack-protector"
    readelf -sW "$program" | grep -qE '__[a-z]+_chk' || lacks="$lacks fortify"
    if [ -n "$lacks" ]; then
        echo "FAIL: hardened $program: lacks$lacks"
        status=1
    else
        echo "PASS: hardened $program"
    fi
done
exit $status
