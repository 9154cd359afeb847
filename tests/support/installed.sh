#!/bin/sh
# `installed.sh BINDIR TRANSFORM VERSION PROGRAM...`: each program is installed below the name that
# configure's --program-transform-name makes of it, starts there, and tells its version.
set -u
bindir=$1
transform=$2
version=$3
shift 3

status=0
for program; do
    name=$(printf '%s\n' "$program" | sed "$transform")
    said=$("$bindir/$name" --version 2>&1)
    case $said in
    *"$version"*) echo "PASS: $name --version" ;;
    *)
        echo "FAIL: $name --version: $said"
        status=1
        ;;
    esac
done
exit $status
