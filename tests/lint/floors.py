"""Which floor may include what. The tables are the house's plan: a wall is moved here, on purpose."""

import fnmatch
import os
import re
import sys

import lint

BASE, DATA, SYS = "protocol/base/", "protocol/data/", "protocol/sys/"
PROTOCOL = "protocol/*.h"

# Floor: what it may include of ours beside itself. The longest floor that a path begins with
# is its floor; "protocol/*" is the files of that folder alone.
FLOORS = {
    "protocol/base/": [],
    "protocol/data/": [BASE],
    "protocol/sys/": [BASE],
    "protocol/": [BASE, DATA, PROTOCOL],
    "remote/agent/": [BASE, DATA, PROTOCOL],
    "remote/transcript/": [BASE, DATA, "protocol/json.h", "protocol/sys/fd.h"],
    "remote/store/": [BASE, DATA, SYS],
    "remote/git/": [BASE, DATA, SYS],
    "remote/notify/": [BASE, DATA, SYS, "protocol/json.h"],
    "remote/engine": [BASE, SYS],
    "remote/door": [BASE, SYS],  # where the socket is: serve and the daemon agree on it
    "remote/launch": [BASE, SYS],
    "remote/serve": [BASE, SYS, "protocol/hello.h", "remote/door.h", "remote/launch.h"],
    "remote/daemon/": ["protocol/", "remote/"],
    "remote/shim/": ["protocol/sys/birth.h"],  # libc alone: daemon and shim agree on a start time
    "remote/": ["protocol/", "remote/"],
    "tui/model/": [BASE, DATA],
    "tui/view/": [BASE, DATA, "tui/model/"],
    "tui/term/": [BASE, "tui/view/surface.h"],
    "tui/net/": [BASE, DATA, SYS, PROTOCOL],
    "tui/store/": [BASE, DATA, SYS],
    "tui/git/": [BASE, DATA, SYS],
    "tui/cli/": ["protocol/", "tui/"],
    "tui/app/": ["protocol/", "tui/"],
    "tests/": ["protocol/", "remote/", "tui/"],
}

# What nobody outside may include, whatever the table above says.
CLOSED = {"remote/shim/": ("remote/shim/", "tests/")}

# Third-party headers and the only places for them.
LIBRARIES = {
    "utf8proc.h": ["protocol/base/"],
    "jansson.h": ["protocol/json.c"],
    "git2.h": ["protocol/sys/config.c", "remote/git/", "tui/git/"],
    "git2/*": ["protocol/sys/config.c", "remote/git/", "tui/git/"],
    "sqlite3.h": ["remote/store/", "tui/store/", "tests/unit/test_store.c"],
    "uv.h": ["remote/daemon/", "remote/cmd_version.c", "tui/app/"],
    "curl/*": ["remote/notify/"],
    "md4c.h": ["tui/view/markdown.c", "tests/musl/md4c.c"],
    "curses.h": ["tui/term/"],
    "ncurses.h": ["tui/term/"],
    "term.h": ["tui/term/"],
    "libssh/*": ["tui/net/ssh/", "tests/support/"],
}

# Headers that only calculate: all that a pure floor needs of libc.
PURE_LIBC = """assert ctype errno float inttypes limits math stdalign stdarg stdbool stddef stdint stdio
stdlib stdnoreturn string strings wchar wctype""".split()
PURE = ("protocol/base/", "protocol/data/", "remote/agent/", "tui/model/", "tui/view/")

# The rest of C11 and POSIX.1-2008 that is there on every platform.
LIBC = """arpa/inet dirent dlfcn fcntl fnmatch ftw getopt grp iconv langinfo libgen locale net/if netdb
netinet/in netinet/tcp poll pthread pwd regex sched search semaphore setjmp signal spawn stdatomic sys/file
sys/ioctl sys/mman sys/param sys/resource sys/select sys/socket sys/stat sys/statvfs sys/time sys/times
sys/types sys/uio sys/un sys/utsname sys/wait syslog termios time unistd utime""".split()

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.M)


def floor_of(path):
    matching = [floor for floor in FLOORS if path.startswith(floor)]
    return max(matching, key=len, default=None)


def is_pure(path):
    return path.startswith(PURE) or os.path.dirname(path) == "protocol"


def matches(path, patterns):
    """A pattern is a file, a folder with its slash, or a glob that crosses no slash."""
    for pattern in patterns:
        if "*" in pattern:
            if fnmatch.fnmatch(path, pattern) and path.count("/") == pattern.count("/"):
                return True
        elif path.startswith(pattern) if pattern.endswith("/") else path == pattern:
            return True
    return False


def own_complaint(top, path, name):
    """What is wrong with including our header `name`, None if nothing is."""
    floor = floor_of(path)
    if floor is None:
        return "is on no floor: add its folder to FLOORS"
    if name == "config.h":
        return "leave it out: every file gets config.h from the command line"
    if not os.path.exists(os.path.join(top, name)):
        return "no such file: includes are rooted at the top, as in \"protocol/base/buf.h\""
    for closed, insiders in CLOSED.items():
        if name.startswith(closed) and not path.startswith(insiders):
            return f"{closed} is closed to all others"
    if floor_of(name) == floor or matches(name, FLOORS[floor]):
        return None
    return f"{floor} may not include it: move the code to a floor that may, or pass the value in"


def library_complaint(path, name):
    """What is wrong with including <name>, None if nothing is."""
    if path.startswith("tests/"):
        return None
    for pattern, places in LIBRARIES.items():
        if fnmatch.fnmatch(name, pattern):
            return None if matches(path, places) else f"belongs to {', '.join(places)} alone"
    stem = name[:-2] if name.endswith(".h") else name
    if stem in PURE_LIBC:
        return None
    if is_pure(path):
        return "this floor is pure: it calculates, and is told what the world is like"
    if stem in LIBC or lint.PLATFORM.search(path):
        return None
    return "is not in C11 and POSIX.1-2008: use it in a platform's own file, or add it to the tables"


def check(top, path, report):
    includes = list(INCLUDE.finditer(lint.without_comments(lint.read(top, path))))
    for match in includes:
        bracket, name = match.groups()
        line = match.string.count("\n", 0, match.start(1)) + 1
        complaint = own_complaint(top, path, name) if bracket == '"' else library_complaint(path, name)
        if complaint:
            report.add(path, line, f"includes {name}: {complaint}")
    header = path[:-2] + ".h"
    if path.endswith(".c") and os.path.exists(os.path.join(top, header)):
        if not includes or includes[0].group(2) != header:
            report.add(path, 1, f"its own header \"{header}\" comes first, so that it stands alone")


def main():
    top, report = lint.root(), lint.Report()
    paths = lint.files(top, lint.CODE, (".c", ".h"))
    for path in paths:
        check(top, path, report)
    return report.done(len(paths))


if __name__ == "__main__":
    sys.exit(main())
