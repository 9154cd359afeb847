# shellcheck shell=sh
# What contrib/try and contrib/check share: how they talk, and how they get what is missing.
# Sourced with $top set to the top of the clone.
: "${top:?}"

say() { printf '%s\n' "$*"; }
heading() { printf '\n== %s\n' "$*"; }
die()
{
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

processors() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }

# is_there PROBE: is what this line of contrib/packages is for here already?
is_there()
{
    case $1 in
    cmd:*) (PATH=$PATH:/usr/sbin:/sbin command -v "${1#cmd:}") >/dev/null 2>&1 ;;
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    py:pytest) command -v pytest-3 >/dev/null 2>&1 || python3 -c 'import pytest' 2>/dev/null ;;
    rt:clang)
        # The compiler knows where its sanitizers would lie; a plain name back means they do not.
        case $(clang -print-file-name="libclang_rt.fuzzer-$(uname -m).a" 2>/dev/null) in */*) ;; *)
            [ -n "$(find "$(clang -print-resource-dir 2>/dev/null || echo /nowhere)" \
                -name 'libclang_rt.fuzzer*' 2>/dev/null)" ] ;;
        esac
        ;;
    lib:*.h) echo "#include <${1#lib:}>" | cc -E - >/dev/null 2>&1 ;;
    lib:*) [ -e "/etc/ssl/certs/${1#lib:}" ] || [ -e "/etc/ssl/${1#lib:}" ] || [ "$(uname)" = Darwin ] ;;
    *) false ;;
    esac
}

# The column of contrib/packages for this system, and the command that installs.
package_system()
{
    if [ -n "${TERMUX_VERSION:-}" ]; then
        echo "7 pkg install"
    elif command -v apt-get >/dev/null 2>&1; then
        echo "3 apt-get install -y --no-install-recommends"
    elif command -v dnf >/dev/null 2>&1; then
        echo "4 dnf install"
    elif command -v brew >/dev/null 2>&1; then
        echo "5 brew install"
    elif command -v apk >/dev/null 2>&1; then
        echo "6 apk add"
    else
        echo "3 your package manager, by Debian's names:"
    fi
}

# missing_lines USE...: the lines of contrib/packages for these uses whose thing is not here.
missing_lines()
{
    grep -v '^#' "$top/contrib/packages" | while IFS= read -r line; do
        use=${line%%|*}
        probe=$(printf '%s' "$line" | cut -d'|' -f2)
        case " $* " in *" $use "*) is_there "$probe" || printf '%s\n' "$line" ;; esac
    done
}

# agree QUESTION: true when the user, -y or CI says so; never waits without a terminal.
agree()
{
    [ -n "${ASSUME_YES:-}" ] && return 0
    [ -t 0 ] && [ -t 1 ] || return 1
    printf '%s [y/N] ' "$1"
    read -r answer || return 1
    case $answer in y | Y | yes) return 0 ;; *) return 1 ;; esac
}

# apt_knows PACKAGE...: has this machine read the lists that say where to get each of them?
apt_knows()
{
    for package; do
        apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [^(]' || return 1
    done
}

# names_of LINES COLUMN: the packages of these lines, in one line.
names_of() { printf '%s\n' "$1" | cut -d'|' -f"$2" | grep -vx -e - -e '' | tr '\n' ' '; }

# ensure_packages USE...: installs what is missing for these uses (build, test, extra), or names
# it and ends. ASSUME_YES=1 (-y, CI) answers for the user.
ensure_packages()
{
    missing=$(missing_lines "$@")
    [ -n "$missing" ] || return 0
    system=$(package_system)
    extra=$(names_of "$(printf '%s\n' "$missing" | grep '^extra|')" "${system%% *}")
    names=$(names_of "$(printf '%s\n' "$missing" | grep -v '^extra|')" "${system%% *}")

    say "Missing here:"
    printf '%s\n' "$missing" | awk -F'|' -v c="${system%% *}" '{ printf "    %-20s %s\n", $c, $8 }'
    case $system in
    *apt-get*) ;;
    *)
        [ -n "$names" ] || return 0
        die "install them and run this again: ${system#* } $names"
        ;;
    esac

    as_root=
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    install="${as_root:+$as_root }${system#* }"
    command="${names:+$install $names}"
    if [ -n "$extra" ]; then
        command="$command${names:+&& }($install $extra|| true)"
    fi
    # shellcheck disable=SC2086 # a list of words
    apt_knows $names $extra || command="${as_root:+$as_root }apt-get update && $command"
    say "The command: $command"
    [ -z "$as_root" ] || command -v sudo >/dev/null 2>&1 ||
        die "that needs root, and there is no sudo: run it as root, then run this again"
    if ! agree "Run it now?"; then
        [ -n "$names" ] || return 0
        die "nothing was installed: run the command above, or this again with -y"
    fi
    DEBIAN_FRONTEND=noninteractive sh -c "$command" || die "that command failed; nothing else was changed"
    missing=$(names_of "$(missing_lines "$@" | grep -v '^extra|')" "${system%% *}")
    [ -z "$missing" ] || die "still missing: $missing"
}

# configured FOLDER [OPTION...]: a build folder below the clone, configured with these options;
# made anew when they are others than last time.
configured()
{
    folder=$1
    shift
    if [ ! -x "$top/configure" ] || [ -n "$(find "$top/configure.ac" "$top/m4" -newer "$top/configure" | head -1)" ]; then
        (cd "$top" && autoreconf -fi) || return 1
    fi
    mkdir -p "$folder"
    if [ ! -f "$folder/Makefile" ] || [ "$(cat "$folder/options" 2>/dev/null)" != "$*" ]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        (cd "$folder" && "$top/configure" "$@" && printf '%s\n' "$*" >options) || return 1
    fi
}
