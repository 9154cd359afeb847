#!/bin/sh
# Runs the benches that are named (programs in the build folder, where this is to be started) and
# prints one table, with what the machine is and does above it. CCR_BENCH_PLAN="RUNS COUNT" goes to
# each of them instead of its own.
#
# What waits for the disk runs a second time with a slow one, where strace can make it slow: on a fast
# disk one fsync too many would not be seen.
set -u
slow_us=20000

processor()
{
    name=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    echo "$(uname -sm), $(getconf _NPROCESSORS_ONLN) cores${name:+, $name}"
}

load() { uptime | sed 's/.*load average[s]*: *//'; }

slowly()
{
    strace -f -qq --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync \
        -e inject=fsync,fdatasync:delay_exit=$slow_us "$@"
}

run_all()
{
    for bench in "$@"; do
        # The plan is two words.
        # shellcheck disable=SC2086
        "./$bench" ${CCR_BENCH_PLAN:-} || echo "failed: $bench"
        case $bench in
        *start | *receipt)
            slowly true 2>/dev/null || continue
            # shellcheck disable=SC2086
            CCR_BENCH_WHEN="each fsync $((slow_us / 1000)) ms longer" \
                slowly "./$bench" ${CCR_BENCH_PLAN:-7 20} || echo "failed: $bench, slowly"
            ;;
        esac
    done
}

echo "Date: $(date -u +%Y-%m-%dT%H:%MZ)"
echo "Machine: $(processor)"
echo "Load average before: $(load)"
rows=$(run_all "$@")
echo "Load average after: $(load)"
slowly true 2>/dev/null || echo "Not measured: a slow disk (no strace that can make one)"
echo
echo "$rows" | awk '/^failed: / { print > "/dev/stderr"; bad = 1; next }
    /^\| what / || /^\|---/ { if (heading++ > 1) next }
    { print }
    END { exit bad }'
