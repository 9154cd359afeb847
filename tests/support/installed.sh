#!/bin/sh
# `installed.sh BINDIR TRANSFORM VERSION PROGRAM...`: each program is installed below the name that
# configure's --program-transform-name makes of it, starts there, and tells its version. With client,
# runner and shim there, a prompt goes from one to the next by those names alone, to the demo agent.
set -u
bindir=$1
transform=$2
version=$3
shift 3
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/contrib/lib.sh"

status=0
outcome() { # NAME STATUS TEXT
    if [ "$2" -eq 0 ]; then
        echo "PASS: $1"
    else
        printf 'FAIL: %s: %s\n' "$1" "$3"
        status=1
    fi
}

installed_name() { printf '%s\n' "$1" | sed "$transform"; }

tells_version()
{
    said=$("$bindir/$1" --version 2>&1) || return 1
    case $said in *"$version"*) ;; *) return 1 ;; esac
}

# end PID: asked to, then made to; it is a child of this script or of a shim that was.
end()
{
    kill -TERM "$1" 2>/dev/null || return 0
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 1
    done
    kill -KILL "$1" 2>/dev/null
}

carries_a_prompt()
{
    place=$(mktemp -d "${TMPDIR:-/tmp}/ccr-installed.XXXXXX") || return 1
    mkdir -p "$place/home" "$place/project" "$place/config/ccr"
    printf '[agent]\ncommand = demo-agent\n' >"$place/config/ccr/config"
    # Nothing of the build folder is named: only PATH leads from the client to the runner.
    world="HOME=$place/home PATH=$bindir:$top/contrib:$PATH XDG_CONFIG_HOME=$place/config
        XDG_STATE_HOME=$place/state XDG_CACHE_HOME=$place/cache CLAUDE_CONFIG_DIR=$place/claude"
    # shellcheck disable=SC2086 # a list of words
    env -u CCR_REMOTE -u CCR_SHIM -u CCR_CONFIG $world "$bindir/$(installed_name ccr-remote)" daemon \
        >"$place/daemon.out" 2>&1 </dev/null &
    daemon=$!
    # shellcheck disable=SC2086
    said=$(env -u CCR_REMOTE -u CCR_SHIM -u CCR_CONFIG $world "$bindir/$(installed_name ccr)" \
        prompt -C "$place/project" --wait --json --timeout 60 "Say hello." 2>&1 </dev/null)
    case $said in *'"state":"completed"'*) rc=0 ;; *) rc=1 && said="$said $(cat "$place/daemon.out")" ;; esac
    end "$daemon"
    wait "$daemon" 2>/dev/null
    for pids in "$place"/state/ccr/runs/*/pids; do
        # shellcheck disable=SC2046
        [ -f "$pids" ] && set -- $(cat "$pids") && end "$6"
    done
    rm -rf "$place"
    return $rc
}

for program; do
    name=$(installed_name "$program")
    tells_version "$name"
    outcome "$name --version" $? "$said"
done
case "  $*  " in *" ccr "*) ;; *) exit $status ;; esac
case "  $*  " in *" ccr-remote "*) ;; *) exit $status ;; esac
carries_a_prompt
outcome "$(installed_name ccr) carries a prompt out" $? "$said"
exit $status
