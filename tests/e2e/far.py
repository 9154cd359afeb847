"""A second machine: a real sshd whose login has a home, the runner and the real CLI of its own; and
the client's machine beside it, with a profile of the host "far"."""

import json
import os
import pathlib
import subprocess

import process
import runner
import sshd
import wait


class Far:
    """The host. Everything of it lies below `folder`."""

    def __init__(self, folder, api, agent, **sshd_options):
        self.folder = pathlib.Path(folder)
        path = f"{os.path.dirname(runner.program('CCR_REMOTE', 'ccr-remote'))}:/usr/bin:/bin"
        self.server = sshd.Sshd(self.folder, path=path, **sshd_options)
        self.home = self.server.home
        self.state = self.home / ".local/state/ccr"
        self.project = self.home / "project"
        self.project.mkdir()
        wrapper = self.home / "claude"
        wrapper.write_text(f"""#!/bin/sh
export ANTHROPIC_BASE_URL={api.url} ANTHROPIC_API_KEY=word
export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 DISABLE_AUTOUPDATER=1
exec {" ".join(agent.command)} "$@"
""")
        wrapper.chmod(0o755)
        config = self.home / ".config/ccr"
        config.mkdir(parents=True)
        (config / "config").write_text(f"[agent]\ncommand = {wrapper}\n")

    def start(self):
        self.server.start()
        return self

    def stop(self):
        """Ends the daemon and every agent of this host, then sshd."""
        for run in (self.state / "runs").glob("*"):
            for pid in runner.living(run):
                runner.kill(pid, 9)
        pid = runner.lock_holder(self.state / "daemon.lock")
        if pid:
            runner.kill(pid, 15)
            wait.until(lambda: runner.birth(pid) is None, what="the daemon's end")
        self.server.stop()


class Client:
    """The user's machine: `ccr` with its own home, a key that the host takes, and its profile."""

    def __init__(self, home, far, processes):
        self.home = home
        self.far = far
        self.processes = processes
        self.env = home.env(TERM="xterm-256color", LANG="C.UTF-8")
        self.env.pop("CLAUDE_CONFIG_DIR", None)
        self.key = sshd.make_key(pathlib.Path(home.root) / "key")
        with open(far.server.authorized, "a", encoding="ascii") as file:
            file.write(pathlib.Path(f"{self.key}.pub").read_text(encoding="ascii"))

    def add_host(self, trust=True):
        known = os.path.join(self.home.root, "known_hosts")
        self.run("host", "add", "far", f"{self.far.server.user}@127.0.0.1", "--port",
                 str(self.far.server.port), "--identity", str(self.key), "--known-hosts", known,
                 status=None)
        if trust:
            public = f"{self.far.server.host_keys[0]}.pub"
            self.run("host", "trust", "far", sshd.fingerprint(public))

    def run(self, *args, status=0, stdin="", seconds=90):
        """Runs ccr to its end; the finished process, whose status is checked unless None."""
        done = subprocess.run([runner.program("CCR", "ccr"), *args], env=self.env, input=stdin,
                              capture_output=True, text=True, timeout=seconds,
                              cwd=self.home.project, check=False)
        if status is not None:
            assert done.returncode == status, (args, done.returncode, done.stdout, done.stderr)
        return done

    def json(self, *args, **more):
        """The objects that ccr prints with --json."""
        return [json.loads(line) for line in self.run(*args, "--json", **more).stdout.splitlines()]

    def start(self, *args):
        """Starts ccr and leaves it running."""
        stderr = os.path.join(self.home.root, f"stderr{len(os.listdir(self.home.root))}")
        return self.processes.add(process.Process([runner.program("CCR", "ccr"), *args], self.env,
                                                  self.home.project, stderr))
