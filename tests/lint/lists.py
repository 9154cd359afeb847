"""Every source is named in a Makefile fragment, and every name in one is a file: what is missing
there is neither built, nor tested, nor in the tarball."""

import os
import re
import sys

import lint

NAME = re.compile(r"(?<![\w/.$()-])((?:protocol|remote|tui|tests|contrib|doc)/[\w./-]*\w)(?![\w$(])")


def makefiles(top):
    return ["Makefile.am"] + lint.files(top, lint.CODE + ("contrib", "doc"), (".mk",))


def named(top):
    """{path: (makefile, line)} of every path that a Makefile fragment spells out."""
    found = {}
    for makefile in makefiles(top):
        for number, line in enumerate(lint.read(top, makefile).splitlines(), 1):
            line = line.split("#")[0]
            if "_LDADD" in line or line.startswith(("include", "\t@", "\trm")) or "$(" in line and ":" in line:
                continue
            for match in NAME.finditer(line):
                found.setdefault(match.group(1), (makefile, number))
    return found


def main():
    top, report = lint.root(), lint.Report()
    names = named(top)
    sources = lint.files(top, lint.CODE, (".c", ".h"))
    others = lint.files(top, ("tests", "contrib", "doc"), (".py", ".sh", ".md", ".json", ".jsonl", ".ndjson"))
    folders = tuple(name + "/" for name in names if os.path.isdir(os.path.join(top, name)))
    for path in sources + [p for p in others if not p.startswith(folders)]:
        if path not in names:
            report.add(path, 1, "add it to the local.mk of its folder "
                       "(a source: to a _SOURCES list; the rest: to EXTRA_DIST or a folder of DIST_FOLDERS)")
    for path, (makefile, number) in names.items():
        if "." in os.path.basename(path) and not os.path.exists(os.path.join(top, path)):
            report.add(makefile, number, f"{path} is not there")
    return report.done(len(sources))


if __name__ == "__main__":
    sys.exit(main())
