"""contrib/lib.sh gets what is missing as it promises: with a stand-in for apt-get and nothing real."""

import os
import shutil
import subprocess

import pytest

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
TOOLS = "sh cat cut grep awk tr id uname find head sed".split()
SCRIPT = """
top=$TOP
. "$TOP/contrib/lib.sh"
is_there() { case " $GONE " in *" $1 "*) [ -e "$DONE" ] ;; *) true ;; esac; }
ensure_packages build test extra && echo went on
"""


class Machine:
    """A PATH of its own; `gone` are the probes whose thing is missing until apt-get has run."""

    def __init__(self, folder, apt):
        self.bin = os.path.join(folder, "bin")
        self.ran = os.path.join(folder, "ran")
        os.mkdir(self.bin)
        for tool in TOOLS:
            os.symlink(shutil.which(tool), os.path.join(self.bin, tool))
        self._program("sudo", 'exec "$@"')
        if apt:
            self._program("apt-get", f'echo "$@" >>{self.ran}')
            self._program("apt-cache", 'echo "  Candidate: ${CANDIDATE-1.0}"')

    def _program(self, name, body):
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="ascii") as file:
            file.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)

    def run(self, gone, **env):
        done = subprocess.run(["sh", "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False,
                              stdin=subprocess.DEVNULL,
                              env=dict(PATH=self.bin, TOP=TOP, GONE=gone, DONE=self.ran, **env))
        return done.returncode, done.stdout + done.stderr

    def commands(self):
        if not os.path.exists(self.ran):
            return []
        with open(self.ran, encoding="ascii") as file:
            return [" ".join(line.split()) for line in file]


@pytest.fixture
def debian(tmp_path):
    return Machine(str(tmp_path), apt=True)


@pytest.fixture
def elsewhere(tmp_path):
    return Machine(str(tmp_path), apt=False)


def test_when_nothing_is_missing_nothing_is_said(debian):
    assert debian.run("") == (0, "went on\n")
    assert debian.commands() == []


def test_without_a_terminal_it_names_the_command_and_stops(debian):
    status, said = debian.run("pc:md4c cmd:tmux")
    assert status == 1
    assert "apt-get install -y --no-install-recommends libmd4c-dev tmux" in said
    assert debian.commands() == []


def test_with_yes_it_installs_what_is_missing_and_no_more(debian):
    status, said = debian.run("pc:md4c", ASSUME_YES="1")
    assert (status, said.splitlines()[-1]) == (0, "went on")
    assert debian.commands() == ["install -y --no-install-recommends libmd4c-dev"]


def test_lists_that_were_never_read_are_read_first(debian):
    status, _ = debian.run("pc:md4c", ASSUME_YES="1", CANDIDATE="(none)")
    assert status == 0
    assert debian.commands() == ["update", "install -y --no-install-recommends libmd4c-dev"]


def test_what_is_only_nice_to_have_stops_nobody(debian):
    status, said = debian.run("cmd:clang-format-14")
    assert (status, said.splitlines()[-1]) == (0, "went on")
    assert "clang-format-14" in said
    assert debian.commands() == []


def test_elsewhere_the_packages_are_named(elsewhere):
    status, said = elsewhere.run("pc:md4c cmd:tmux", ASSUME_YES="1")
    assert status == 1 and "libmd4c-dev tmux" in said


def test_termux_has_names_of_its_own(elsewhere):
    status, said = elsewhere.run("pc:sqlite3", ASSUME_YES="1", TERMUX_VERSION="1")
    assert status == 1 and "pkg install libsqlite" in said


def test_every_line_of_the_list_has_all_its_columns():
    with open(os.path.join(TOP, "contrib", "packages"), encoding="ascii") as file:
        lines = [line.rstrip("\n") for line in file if not line.startswith("#")]
    for line in lines:
        columns = line.split("|")
        assert len(columns) == 8 and all(columns), line
        assert columns[0] in ("build", "test", "extra", "try")
        assert columns[1].split(":")[0] in ("cmd", "pc", "lib", "py", "rt")
