"""What every lint shares: which tree it looks at, how it reads C, how it complains."""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CODE = ("protocol", "remote", "tui", "tests")

# One platform's own file says so in its name; configure picks it.
PLATFORM = re.compile(r"_(prctl|procfs|sysctl|linux|darwin|mtim|mtimespec|none)\.c$")


def root():
    """The tree: the first argument, else automake's srcdir, else where the lint lies."""
    if len(sys.argv) > 1:
        return sys.argv[1]
    return os.environ.get("srcdir") or os.path.dirname(os.path.dirname(HERE))


def files(top, folders, suffixes):
    """Paths below the folders that end so, relative to top, sorted."""
    found = []
    for folder in folders:
        for where, inner, names in os.walk(os.path.join(top, folder)):
            inner[:] = [n for n in inner if not n.startswith(".") and n not in ("__pycache__", "node_modules")]
            found += [os.path.relpath(os.path.join(where, n), top) for n in names if n.endswith(suffixes)]
    return sorted(found)


def read(top, path):
    with open(os.path.join(top, path), encoding="utf-8") as file:
        return file.read()


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def without_comments(text):
    """C text with each comment as spaces, so that lines and columns stay."""
    def blank(match):
        part = match.group()
        return re.sub(r"[^\n]", " ", part) if part.startswith("/") else part
    return TOKEN.sub(blank, text)


class Report:
    """Complaints, each with its place and what to do; done() is the exit status."""

    def __init__(self):
        self.count = 0

    def add(self, path, line, text):
        self.count += 1
        print(f"{path}:{line}: {text}")

    def done(self, looked_at):
        if not looked_at:
            print("nothing to look at: is this the right folder?")
            return 1
        print(f"{looked_at} files, {self.count} complaints")
        return 1 if self.count else 0
