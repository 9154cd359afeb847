"""Drives the SSH transport through tests/support/ssh_probe: one run of it, and what it told."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

import sshd as sshd_module

PROBE = pathlib.Path(os.environ.get("CCR_SSH_PROBE", "tests/support/ssh_probe")).absolute()
SECONDS = 30


class Result:
    def __init__(self, status, out, lines):
        self.status = status
        self.out = out
        self.lines = lines

    def of(self, kind):
        return [line[len(kind) + 1:] for line in self.lines if line.startswith(kind + " ")]

    @property
    def ended(self):
        assert len(self.of("ended")) == 1, self.lines
        return self.of("ended")[0]

    def check_descriptors(self):
        before, after = re.fullmatch(r"(\d+) then (\d+)", self.of("descriptors")[0]).groups()
        assert before == after, self.lines


class Client:
    """Runs the probe with a home and a known_hosts file of its own."""

    def __init__(self, folder, server):
        self.folder = folder
        self.server = server
        self.home = folder / "client"
        self.home.mkdir()
        self.known = folder / "known_hosts"
        self.known.write_text(server.known_line())

    def arguments(self, **changes):
        options = {"name": "work", "address": "127.0.0.1", "port": self.server.port, "user": self.server.user,
                   "home": self.home, "known-hosts": self.known, "command": "cat"}
        options.update({name.replace("_", "-"): value for name, value in changes.items()})
        arguments = [PROBE]
        for name, value in options.items():
            if value is True:
                arguments.append(f"--{name}")
            elif value is not None and value is not False:
                arguments += [f"--{name}", str(value)]
        return arguments

    def start(self, **changes):
        """One that is going to be interrupted; so a thread may still be on its way out at the end of the
        process, with what OpenSSL keeps for it, and leaks are looked for in run() only."""
        options = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        return subprocess.Popen(self.arguments(**changes), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env={**os.environ, "ASAN_OPTIONS": options})

    def run(self, sent=b"", answers=None, **changes):
        if answers is not None:
            (self.folder / "answers").write_text("".join(f"{answer}\n" for answer in answers))
            changes.update(interactive=True, answers=self.folder / "answers")
        done = subprocess.run(self.arguments(**changes), input=sent, capture_output=True, timeout=SECONDS)
        result = Result(done.returncode, done.stdout, done.stderr.decode().splitlines())
        if "descriptors" in done.stderr.decode():
            result.check_descriptors()
        return result


def require_real():
    """Skips loudly without sshd or the probe; fails with CCR_REQUIRE_REAL."""
    missing = None
    if sshd_module.SSHD is None or shutil.which("ssh-keygen") is None:
        missing = "no sshd (Debian: openssh-server)"
    elif not PROBE.exists():
        missing = f"no {PROBE}: make tests/support/ssh_probe"
    if missing and os.environ.get("CCR_REQUIRE_REAL") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    require_real()
    with sshd_module.Sshd(tmp_path_factory.mktemp("sshd"), key_kinds=("ed25519", "rsa")) as running:
        yield running


@pytest.fixture
def key(tmp_path, server):
    path = sshd_module.make_key(tmp_path / "key")
    server.authorize(path.with_suffix(".pub"))
    return path


@pytest.fixture
def client(tmp_path, server):
    return Client(tmp_path, server)
