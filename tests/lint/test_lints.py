"""Each lint sees what it is for: it is silent about a good tree and names the place in a bad one."""

import os
import shutil
import subprocess
import sys

import pytest

LINTS = os.path.dirname(os.path.abspath(__file__))

GOOD = {
    "Makefile.am": "include protocol/local.mk\n",
    "protocol/local.mk": "libbase_a_SOURCES = protocol/base/a.c protocol/base/a.h\n",
    "protocol/base/a.h": "int a(void);\n",
    "protocol/base/a.c": '#include "protocol/base/a.h"\n\n#include <string.h>\n\nint a(void)\n{\n    return 1;\n}\n',
}


class Tree:
    """A small source tree; change it, then run a lint over it."""

    def __init__(self, top):
        self.top = top
        for path, text in GOOD.items():
            self.write(path, text)

    def write(self, path, text):
        full = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, lint, *more):
        """(exit status, output) of the lint over this tree."""
        command = [sys.executable] if lint.endswith(".py") else ["sh"]
        # An own git folder, so that no repository around this one is asked for its files.
        env = dict(os.environ, GIT_CEILING_DIRECTORIES=os.path.dirname(self.top))
        done = subprocess.run([*command, os.path.join(LINTS, lint), self.top, *more], env=env,
                              capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def is_refused(self, lint, place, *words):
        status, said = self.run(lint)
        assert status == 1, said
        for word in words:
            assert any(place in line and word in line for line in said.splitlines()), said

    def passes(self, lint):
        status, said = self.run(lint)
        assert status == 0, said


@pytest.fixture
def tree(tmp_path):
    return Tree(str(tmp_path))


@pytest.mark.parametrize("lint", ["floors.py", "sizes.py", "portability.py", "lists.py", "words.sh"])
def test_a_good_tree_passes(tree, lint):
    tree.passes(lint)


@pytest.mark.parametrize("lint", ["floors.py", "sizes.py", "portability.py", "lists.py"])
def test_an_empty_tree_is_no_success(tmp_path, lint):
    bare = Tree(str(tmp_path))
    shutil.rmtree(os.path.join(bare.top, "protocol"))
    bare.write("Makefile.am", "")
    assert bare.run(lint)[0] == 1


INCLUDES = [
    ("protocol/base/b.h", '"protocol/json.h"', "may not include"),
    ("protocol/data/b.h", '"protocol/sys/fd.h"', "may not include"),
    ("protocol/b.h", '"protocol/sys/fd.h"', "may not include"),
    ("protocol/sys/b.h", '"protocol/data/task.h"', "may not include"),
    ("remote/agent/b.h", '"protocol/sys/fd.h"', "may not include"),
    ("remote/store/b.h", '"protocol/json.h"', "may not include"),
    ("remote/serve.c", '"protocol/json.h"', "may not include"),
    ("remote/shim/b.h", '"protocol/base/a.h"', "may not include"),
    ("remote/daemon/b.h", '"remote/shim/b.h"', "closed"),
    ("remote/daemon/b.h", '"tui/model/b.h"', "may not include"),
    ("tui/model/b.h", '"protocol/json.h"', "may not include"),
    ("tui/view/b.h", '"tui/net/b.h"', "may not include"),
    ("tui/term/b.h", '"tui/model/b.h"', "may not include"),
    ("tui/net/b.h", '"tui/view/surface.h"', "may not include"),
    ("tui/app/b.h", '"remote/daemon/b.h"', "may not include"),
    ("protocol/base/b.h", '"a.h"', "no such file"),
    ("protocol/base/b.h", '"config.h"', "leave it out"),
    ("protocol/wire.c", "<jansson.h>", "protocol/json.c alone"),
    ("tui/app/b.c", "<libssh/libssh.h>", "tui/net/ssh/"),
    ("tui/model/b.c", "<curses.h>", "tui/term/ alone"),
    ("remote/agent/b.c", "<sqlite3.h>", "alone"),
    ("remote/store/b.c", "<uv.h>", "alone"),
    ("protocol/base/b.c", "<time.h>", "pure"),
    ("protocol/data/b.c", "<unistd.h>", "pure"),
    ("protocol/b.c", "<sys/stat.h>", "pure"),
    ("remote/agent/b.c", "<fcntl.h>", "pure"),
    ("protocol/sys/b.c", "<sys/prctl.h>", "POSIX"),
]


@pytest.mark.parametrize("path,name,words", INCLUDES)
def test_floors_sees_an_include_over_a_wall(tree, path, name, words):
    for header in ("protocol/json.h", "protocol/sys/fd.h", "protocol/data/task.h", "remote/shim/b.h",
                   "tui/model/b.h", "tui/net/b.h", "tui/view/surface.h", "remote/daemon/b.h"):
        tree.write(header, "int x;\n")
    tree.write(path, f"int y;\n#include {name}\n")
    tree.is_refused("floors.py", f"{path}:2:", words)


def test_floors_lets_the_planned_includes_pass(tree):
    tree.write("protocol/sys/birth.h", "int x;\n")
    tree.write("protocol/sys/birth_procfs.c", "#include <sys/prctl.h>\n")
    tree.write("remote/shim/main.c", '#include "protocol/sys/birth.h"\n#include <unistd.h>\n')
    tree.write("protocol/json.c", "#include <jansson.h>\n/* #include <time.h> */\n")
    tree.write("tests/unit/test_a.c", '#include "remote/shim/feed.h"\n#include <cmocka.h>\n')
    tree.write("remote/shim/feed.h", "int x;\n")
    tree.passes("floors.py")


def test_floors_wants_a_files_own_header_first(tree):
    tree.write("protocol/base/a.c", '#include <string.h>\n#include "protocol/base/a.h"\n')
    tree.is_refused("floors.py", "protocol/base/a.c:1:", "comes first")


def test_sizes_sees_a_long_file(tree):
    tree.write("remote/long.c", "int x;\n" * 601)
    tree.is_refused("sizes.py", "remote/long.c:600:", "601 lines")
    tree.write("remote/long.c", "int x;\n" * 600)
    tree.passes("sizes.py")


def test_sizes_sees_a_long_function(tree):
    def function(lines):
        return "int before;\n\nstatic int\nbusy(int x)\n{\n" + "    x++;\n" * lines + "}\n"
    tree.write("remote/busy.c", function(97))
    tree.is_refused("sizes.py", "remote/busy.c:3:", "busy() has 101 lines")
    tree.write("remote/busy.c", function(96))
    tree.passes("sizes.py")


NOT_PORTABLE = [
    "pthread_cancel(t);", "wordexp(a, b, 0);", "glob(a, 0, 0, &g);", "shm_open(a, 0, 0);", "link(a, b);",
    "getrandom(b, 1, 0);", "execvpe(a, b, c);", "pipe2(p, 0);", "accept4(s, 0, 0, 0);", "epoll_wait(e);",
    "inotify_init();", "signalfd(-1, m, 0);", "eventfd(0, 0);", "prctl(1);", 'open("/proc/self/stat", 0);',
    'open("/tmp/x", 0);', 'x = "/tmp";', 'execl("/bin/sh", "sh", 0);', "reallocarray(p, 1, 2);",
    "timespec_get(&t, 1);", "posix_spawn(&p, a, 0, 0, v, e);", "getpwent();", "popen(a, b);",
    "pthread_mutex_consistent(m);", "socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);",
    "send(s, b, 1, MSG_NOSIGNAL);", "ppoll(p, 1, 0, 0);", "x = st.st_mtim.tv_nsec;", "fdatasync(f);",
    "#ifdef __linux__", "#include <threads.h>", "#define _GNU_SOURCE",
]


@pytest.mark.parametrize("code", NOT_PORTABLE)
def test_portability_sees_what_a_platform_lacks(tree, code):
    tree.write("remote/b.c", f"/* first */\n{code}\n")
    tree.is_refused("portability.py", "remote/b.c:2:", "not portable")


def test_portability_lets_pass_what_only_looks_like_it(tree):
    tree.write("remote/b.c", 'unlink(a);\nreadlink(a, b, 1);\nsymlink(a, b);\nmy_link(a);\n/* pipe2( "/tmp/x" */\n'
               "// prctl(1)\n"
               'x = "/tmpfoo/../x";\nunlinkat(1, a, 0);\nint blink(int);\n')
    tree.write("remote/b_prctl.c", "prctl(1);\n")
    tree.write("remote/b_procfs.c", 'open("/proc/self/stat", 0);\n')
    tree.passes("portability.py")


def test_lists_sees_a_source_that_nobody_builds(tree):
    tree.write("protocol/base/b.c", "int x;\n")
    tree.is_refused("lists.py", "protocol/base/b.c:1:", "local.mk")


def test_lists_sees_a_unit_test_that_nobody_runs(tree):
    tree.write("tests/unit/test_b.c", "int x;\n")
    tree.write("tests/unit/local.mk", "# tests/unit/test_b.c\n")
    tree.is_refused("lists.py", "tests/unit/test_b.c:1:", "local.mk")


def test_lists_sees_a_test_script_that_no_tarball_has(tree):
    tree.write("tests/e2e/test_b.py", "")
    tree.is_refused("lists.py", "tests/e2e/test_b.py:1:", "EXTRA_DIST")
    tree.write("tests/local.mk", "EXTRA_DIST += tests/e2e/test_b.py\n")
    tree.passes("lists.py")
    tree.write("tests/local.mk", "DIST_FOLDERS += tests/e2e\n")
    tree.passes("lists.py")


def test_lists_sees_a_name_without_a_file(tree):
    tree.write("remote/local.mk", "x = 1\nlibx_a_SOURCES = remote/gone.c\n")
    tree.is_refused("lists.py", "remote/local.mk:2:", "remote/gone.c is not there")


def test_lists_takes_a_platforms_choice_for_no_name(tree):
    tree.write("remote/local.mk", "x_SOURCES = remote/wake_$(CCR_WAKE).c\nEXTRA_DIST += remote/wake_none.c\n")
    tree.write("remote/wake_none.c", "int x;\n")
    tree.passes("lists.py")


@pytest.mark.parametrize("text", ["TO" + "DO: later", "FIX" + "ME", "XX" + "X", "see /wo" + "rk/main",
                                  "/ro" + "ot/.ssh", "/home/an" + "na/x", "/User" + "s/anna"])
def test_words_sees_unfinished_work_and_machine_paths(tree, text):
    tree.write("doc/a.md", f"first\n{text}\n")
    tree.is_refused("words.sh", "doc/a.md:2:")


def test_words_lets_pass_what_only_looks_like_it(tree):
    tree.write("doc/a.md", "mkstemp XXXXXX\nhttps://example.org/home/anna/\n$HOME/work/x\na/work/b\n")
    tree.passes("words.sh")


def test_format_sees_a_line_of_another_style(tree):
    with open(os.path.join(LINTS, "..", "..", ".clang-format"), encoding="ascii") as style:
        tree.write(".clang-format", style.read())
    status, said = tree.run("format.sh")
    if status == 77:
        pytest.skip(said)
    assert status == 0, said
    tree.write("protocol/base/a.h", "int  a( void );\n")
    tree.is_refused("format.sh", "protocol/base/a.h:1:", "clang-format")


def library(tree, name, code):
    """Compiles C code into a static library of the tree; no compiler, no test."""
    compiler = os.environ.get("CC") or shutil.which("cc")
    if not compiler or not shutil.which("nm"):
        pytest.skip("no compiler")
    tree.write("x.c", code)
    for command in ([*compiler.split(), "-O0", "-c", "x.c", "-o", name + ".o"], ["ar", "cr", name, name + ".o"]):
        subprocess.run(command, cwd=tree.top, check=True, timeout=60)


def symbols(tree):
    shutil.copytree(LINTS, os.path.join(tree.top, "tests/lint"), dirs_exist_ok=True)
    return tree.run("symbols.sh", tree.top)


def test_symbols_sees_a_call_out_of_a_pure_floor(tree):
    library(tree, "libbase.a", "#include <time.h>\nlong a(void) { return (long)time(0); }\n")
    status, said = symbols(tree)
    assert status == 1 and "libbase.a:" in said and "time()" in said


def test_symbols_lets_calculation_and_the_floors_below_pass(tree):
    library(tree, "libbase.a", "#include <string.h>\nint a(const char *s) { return (int)strlen(s); }\n")
    library(tree, "libdata.a", "int a(const char *); int b(const char *s) { return a(s); }\n")
    status, said = symbols(tree)
    assert status == 0 and "2 libraries" in said, said


def test_symbols_sees_a_call_of_a_floor_above(tree):
    library(tree, "libbase.a", "int b(void); int a(void) { return b(); }\n")
    library(tree, "libdata.a", "int b(void) { return 1; }\n")
    status, said = symbols(tree)
    assert status == 1 and "b()" in said


def test_symbols_without_a_library_is_no_success(tree):
    assert symbols(tree)[0] == 1
