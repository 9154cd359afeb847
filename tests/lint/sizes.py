"""No file over 600 lines, no function over 100: split by noun before that."""

import re
import sys

import lint

FILE_MAX = 600
FUNCTION_MAX = 100
NAME = re.compile(r"(\w+)\s*\(")


def functions(lines):
    """(name, first line, lines) of each C function: with our formatter its braces stand alone
    at the left margin, and nothing else's do."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            head = start - 1
            while head > 1 and lines[head - 2].strip() and not lines[head - 2].endswith(("}", ";", "*/")):
                head -= 1
            name = NAME.search(" ".join(lines[head - 1:start - 1]))
            yield name.group(1) if name else "?", head, number - head + 1
            start = None


def main():
    top, report = lint.root(), lint.Report()
    paths = lint.files(top, lint.CODE + ("contrib",), (".c", ".h", ".py", ".sh"))
    for path in paths:
        lines = lint.read(top, path).splitlines()
        if len(lines) > FILE_MAX:
            report.add(path, FILE_MAX, f"{len(lines)} lines, at most {FILE_MAX}: give a noun of it a file")
        if not path.endswith(".c"):
            continue
        for name, first, count in functions(lines):
            if count > FUNCTION_MAX:
                report.add(path, first, f"{name}() has {count} lines, at most {FUNCTION_MAX}: split it")
    return report.done(len(paths))


if __name__ == "__main__":
    sys.exit(main())
