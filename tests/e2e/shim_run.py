"""A run's folder and the shim that serves it, for the tests of ccr-shim.

The shim is the program that CCR_SHIM names; without it the sources are compiled with cc.
"""

import atexit
import errno
import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
LINUX = sys.platform.startswith("linux")

COMMON = "main spool feed pump agent ending fds lock wake".split()
PLATFORM = {
    "linux": ["remote/shim/deathsig_prctl.c", "protocol/sys/birth_procfs.c"],
    "darwin": ["remote/shim/deathsig_none.c", "protocol/sys/birth_sysctl.c"],
}
OTHER = ["remote/shim/deathsig_none.c", "protocol/sys/birth_none.c"]

_built = None


def shim_program():
    """The path of the shim under test."""
    global _built
    named = os.environ.get("CCR_SHIM")
    if named:
        return os.path.abspath(named)
    if not _built:
        place = tempfile.mkdtemp(prefix="ccr-shim-")
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        _built = os.path.join(place, "ccr-shim")
        system = "linux" if LINUX else sys.platform
        sources = ["remote/shim/%s.c" % name for name in COMMON] + PLATFORM.get(system, OTHER)
        command = ["cc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O2", "-I."]
        command += ['-DPACKAGE_VERSION="0"', "-o", _built] + sources
        subprocess.run(command, cwd=ROOT, check=True)
    return _built


def shim_is_instrumented():
    """Whether sanitizers or valgrind make the program's size say nothing."""
    program = Path(shim_program()).read_bytes()
    return b"__asan_init" in program or b"valgrind" in program


def wait_until(condition, what):
    """The first true value of condition(); fails after a generous while."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise AssertionError("waited in vain until " + what)


def is_running(pid):
    """Whether this process exists and is no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], stdout=subprocess.PIPE)
    return state.stdout.strip()[:1] not in (b"", b"Z")


class Run:
    """One run's folder, made as the daemon makes it, below the folder `base`."""

    def __init__(self, base):
        self.base = Path(base)
        self.folder = self.base / "run"
        self.lock = self.base / "session.lock"
        self.cwd = self.base / "cwd"
        self.shim = None
        self.others = []
        self.folder.mkdir()
        self.cwd.mkdir()
        (self.folder / "format").write_text("1\n")
        os.mkfifo(self.folder / "poke")
        os.mkfifo(self.folder / "alive")
        (self.folder / "in.ndjson").write_bytes(b"")
        (self.folder / "fed").write_bytes(bytes(8))

    def command(self, *argv, options=()):
        return [shim_program(), "--run", str(self.folder), "--lock", str(self.lock),
                "--cwd", str(self.cwd), *options, "--", *argv]

    def launch(self, *argv, options=(), before=(), **popen):
        """Starts the shim without waiting for anything."""
        popen.setdefault("stdin", subprocess.DEVNULL)
        popen.setdefault("stderr", subprocess.PIPE)
        command = [*before, *self.command(*argv, options=options)]
        self.shim = subprocess.Popen(command, **popen)
        return self.shim

    def start(self, *argv, **how):
        """Starts the shim and waits until it has written its pids."""
        self.launch(*argv, **how)
        self.wait(lambda: self.has("pids"), "pids is there")
        return self

    def start_python(self, script, *argv, **how):
        """The agent is a Python script, its text given."""
        program = self.base / "agent.py"
        program.write_text(script)
        return self.start(sys.executable, str(program), *argv, **how)

    def wait(self, condition, what):
        return wait_until(condition, what)

    def has(self, name):
        return (self.folder / name).exists()

    def read(self, name):
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return b""

    def put(self, data, offset=None):
        """Writes into in.ndjson as the daemon does; at its end unless told otherwise."""
        with open(self.folder / "in.ndjson", "r+b") as file:
            file.seek(0, os.SEEK_END) if offset is None else file.seek(offset)
            file.write(data)

    def poke(self):
        fd = os.open(self.folder / "poke", os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(fd, b"!")
        except BlockingIOError:
            pass
        finally:
            os.close(fd)

    def look_done(self):
        """Waits until the shim has looked, and acted, on all that is there now.

        It takes a second poke only after the look that the first one asked for.
        """
        fd = os.open(self.folder / "poke", os.O_RDWR | os.O_NONBLOCK)
        try:
            for _ in range(2):
                self.poke()
                self.wait(lambda: not select.select([fd], [], [], 0)[0], "the poke was taken")
        finally:
            os.close(fd)

    def feed(self, data):
        self.put(data)
        self.poke()

    def end_input(self):
        (self.folder / "eof").touch()
        self.poke()

    def fed(self):
        return int.from_bytes(self.read("fed"), "little")

    def pids(self):
        """{"shim": (pid, start, boot), "agent": ...}"""
        rows = [line.split(" ") for line in self.read("pids").decode().splitlines()]
        return {row[0]: (int(row[1]), int(row[2]), row[3]) for row in rows}

    def agent_pid(self):
        return self.pids()["agent"][0]

    def wait_out(self, data):
        """Waits until out.ndjson is as long as data, then they must be the same."""
        self.wait(lambda: len(self.read("out.ndjson")) >= len(data),
                  "%d bytes were printed" % len(data))
        assert self.read("out.ndjson") == data

    def finish(self):
        """Waits until the shim has left; returns the exit file's line."""
        self.shim.wait(PATIENCE)
        return self.read("exit").decode()

    def end(self):
        """finish, after closing the agent's stdin."""
        self.end_input()
        return self.finish()

    def lock_is_free(self):
        fd = os.open(self.lock, os.O_RDWR)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as error:
            assert error.errno in (errno.EAGAIN, errno.EWOULDBLOCK)
            return False
        finally:
            os.close(fd)

    def close(self):
        """Ends what this run started: the shim, its agent, and the pids given in others."""
        pids = list(self.others)
        if self.has("pids") and not self.has("exit"):
            pids.append(self.agent_pid())
        if self.shim and self.shim.poll() is None:
            self.shim.kill()
            self.shim.wait()
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.shim and self.shim.stderr:
            self.shim.stderr.close()


@pytest.fixture
def run(tmp_path):
    made = Run(tmp_path)
    yield made
    made.close()


class SmallDisk:
    """A tmpfs of 1 MiB in a mount namespace of its own, seen from outside as `path`."""

    def __init__(self, mountpoint):
        self.mountpoint = mountpoint
        mapped = [] if os.geteuid() == 0 else ["-U", "-r"]
        script = 'mount -t tmpfs -o size=1m tmpfs "$1" && echo ready && exec cat'
        self.holder = subprocess.Popen(
            ["unshare", *mapped, "-m", "sh", "-c", script, "sh", str(mountpoint)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.ready = self.holder.stdout.readline() == b"ready\n"
        self.path = Path("/proc/%d/root%s" % (self.holder.pid, mountpoint))
        users = ["-U", "--preserve-credentials"] if mapped else []
        self.enter = ["nsenter", "-t", str(self.holder.pid), *users, "-m", "--"]

    def fill(self, size=None):
        """Takes `size` bytes of the disk, or all that is left."""
        left = size if size is not None else 1 << 30
        with open(self.path / "filler", "ab", buffering=0) as file:
            while left:
                try:
                    left -= file.write(bytes(min(4096, left)))
                except OSError as error:
                    assert error.errno == errno.ENOSPC
                    return

    def free(self):
        (self.path / "filler").unlink()

    def close(self):
        self.holder.stdin.close()
        self.holder.wait()
        self.holder.stdout.close()
        self.holder.stderr.close()


class DiskRun(Run):
    """A run on a small disk: the shim works inside of the namespace, the test looks in."""

    def __init__(self, disk):
        self.disk = disk
        super().__init__(disk.path)
        self.inside = Path(disk.mountpoint)

    def command(self, *argv, options=()):
        return [*self.disk.enter, shim_program(), "--run", str(self.inside / "run"),
                "--lock", str(self.inside / "session.lock"),
                "--cwd", str(self.inside / "cwd"), *options, "--", *argv]


@pytest.fixture
def disk_run(tmp_path):
    if not LINUX or not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("a small disk needs Linux's mount namespaces (unshare, nsenter)")
    disk = SmallDisk(tmp_path)
    if not disk.ready:
        reason = disk.holder.communicate()[1].decode().strip()
        pytest.skip("no tmpfs may be mounted here: " + reason)
    made = DiskRun(disk)
    yield made
    made.close()
    disk.close()
