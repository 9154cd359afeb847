"""How often a prompt waits for the disk, as strace sees it: an fsync is what costs on a real one."""

import os
import re
import shutil
import subprocess
import types

import pytest

import runner
import wait

FAR = "2099-01-01T00:00:00Z"
CALLS = "trace=read,write,writev,sendmsg,execve,fsync,fdatasync"


class Trace:
    """What the daemon and its children call, from now on."""

    def __init__(self, pid, path):
        self._path = path
        self._popen = subprocess.Popen(["strace", "-f", "-s", "64", "-e", CALLS, "-o", path,
                                        "-p", str(pid)], stderr=subprocess.PIPE, text=True)
        first = self._popen.stderr.readline()
        if "attached" not in first:
            self.end()
            pytest.skip(f"strace may not look here: {first.strip()}")

    def end(self):
        """All calls, oldest first."""
        if self._popen.poll() is None:
            self._popen.terminate()
            self._popen.communicate()
        if not os.path.exists(self._path):
            return []
        with open(self._path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()

    def wait_for(self, pattern):
        wait.until(lambda: re.search(pattern, self._text()), what=pattern)

    def _text(self):
        with open(self._path, encoding="utf-8", errors="replace") as file:
            return file.read()


def waits(calls, pattern):
    """How often the disk was waited for between the reading of a prompt and the first such call."""
    first = next(i for i, call in enumerate(calls) if "task/submit" in call and "read(" in call)
    last = next(i for i, call in enumerate(calls) if i > first and re.search(pattern, call))
    return sum(bool(re.search(r"f(data)?sync\(", call)) for call in calls[first:last])


@pytest.fixture
def host(home):
    """A host whose agent does nothing."""
    api = types.SimpleNamespace(url="http://127.0.0.1:9")
    agent = types.SimpleNamespace(command=[shutil.which("false")])
    there = runner.Host(home, api, agent)
    yield there
    there.end()


@pytest.fixture
def trace(host, home):
    """Begins when it is called, once the daemon runs."""
    if not shutil.which("strace"):
        pytest.skip("no strace (Debian: strace)")
    begun = []

    def begin():
        begun.append(Trace(host.daemon_pid(), os.path.join(home.root, "trace")))
        return begun[0]

    yield begin
    for one in begun:
        one.end()


def test_a_receipt_waits_for_the_disk_once(host, trace):
    link = host.link()
    link.request("ping")
    calls = trace()
    link.submit("Later.", at=FAR)
    assert waits(calls.end(), r"\w+\(.*\"id\\\":") == 1


def test_an_agent_waits_for_the_disk_once(host, trace):
    link = host.link()
    link.request("ping")
    calls = trace()
    link.submit("Now.")
    calls.wait_for(r"execve\(.*ccr-shim")
    assert waits(calls.end(), r"execve\(.*ccr-shim") == 1
