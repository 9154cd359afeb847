"""The client, called as a user calls it, and the stand-in runner it talks to."""

import json
import os
import shlex
import subprocess
import sys

import process

BUILD = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "build"))
FAKE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fake_runner.py")
SECONDS = 60


def program():
    return os.environ.get("CCR") or os.path.join(BUILD, "ccr")


class Outcome:
    """How one call ended."""

    def __init__(self, status, out, err):
        self.status = status
        self.raw = out
        self.out = out.decode("utf-8", "replace")
        self.err = err.decode("utf-8", "replace")

    def json(self):
        """The objects that were printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return f"status {self.status}\nout: {self.out}\nerr: {self.err}"


class Ccr:
    """`ccr` with a home of its own."""

    def __init__(self, home, processes):
        self.home = home
        self.processes = processes
        self.env = home.env()
        self.state = os.path.join(home.xdg["XDG_STATE_HOME"], "ccr")
        self.started = 0

    def __call__(self, *args, stdin=b"", cwd=None, **env):
        done = subprocess.run([program(), *args], input=stdin, env={**self.env, **env}, timeout=SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd or self.home.project,
                              start_new_session=True, check=False)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def start(self, *args, **env):
        """The same without waiting; it is ended with the test."""
        self.started += 1
        path = os.path.join(self.home.root, f"stderr.{self.started}")
        return self.processes.add(process.Process([program(), *args], {**self.env, **env},
                                                  self.home.project, path))

    def fake(self, name="fake", **script):
        """A host of that name whose runner does as the script says."""
        return Fake(self, name, script)

    def outbox(self, *args):
        """The rows of the outbox, as objects."""
        return self("outbox", "--json", *args).json()


class Fake:
    """A host that is played by fake_runner.py."""

    def __init__(self, ccr, name, script):
        self.ccr = ccr
        self.folder = ccr.home.folder(f"fake-{name}")
        self.write(**script)
        command = " ".join(shlex.quote(word) for word in (sys.executable, FAKE, self.folder))
        done = ccr("config", "set", f"host.{name}.runner", command)
        assert done.status == 0, done

    def write(self, **script):
        with open(os.path.join(self.folder, "script.json"), "w", encoding="utf-8") as file:
            json.dump(script, file)

    def log(self):
        try:
            with open(os.path.join(self.folder, "log.ndjson"), encoding="utf-8") as file:
                return [json.loads(line) for line in file]
        except FileNotFoundError:
            return []

    def calls(self, method):
        """The params of each call of a method."""
        return [entry["params"] for entry in self.log() if entry.get("call") == method]

    def violations(self):
        return [entry["violation"] for entry in self.log() if "violation" in entry]
