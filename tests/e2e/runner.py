"""The runner as a client sees it: `ccr-remote serve` as a child, spoken to as doc/PROTOCOL.md says."""

import glob
import json
import os
import signal
import subprocess
import threading
import uuid

import wait

BUILD = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "build"))


def program(variable, name):
    """A program of the build that is tested: named by the environment, else in build/."""
    return os.environ.get(variable) or os.path.join(BUILD, name)


class Refused(Exception):
    """An error answer; `kind` and `message` as in the protocol."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.kind = error["data"]["kind"]
        self.message = error["message"]


class Host:
    """A machine with the runner: its state, its configuration, and links to its daemon."""

    def __init__(self, home, api, agent, **config):
        self.home = home
        self.api = api
        self.env = home.env(api.url, CCR_SHIM=program("CCR_SHIM", "ccr-shim"),
                            CLAUDE_CODE_MAX_RETRIES="2")
        self.state = os.path.join(home.xdg["XDG_STATE_HOME"], "ccr")
        self.links = []
        lines = ["[agent]", f"command = {' '.join(agent.command)}"]
        for key, value in config.items():
            section, name = key.split("__")
            lines += [f"[{section}]", f"{name.replace('_', '-')} = {value}"]
        folder = os.path.join(home.xdg["XDG_CONFIG_HOME"], "ccr")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "config"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def link(self, scope="full", name="test", args=()):
        link = Link(self, scope, name, args)
        self.links.append(link)
        return link

    def runs(self):
        """The folders of all runs, the newest last."""
        return sorted(glob.glob(os.path.join(self.state, "runs", "*")))

    def daemon_pid(self):
        """The pid that holds daemon.lock, None when nobody does."""
        path = os.path.join(self.state, "daemon.lock")
        return lock_holder(path)

    def kill_daemon(self, number=signal.SIGKILL):
        pid = self.daemon_pid()
        assert pid, "no daemon runs"
        os.kill(pid, number)
        wait.until(lambda: self.daemon_pid() != pid, what="the daemon's end")

    def pids(self, run):
        """(shim, agent) of a run's folder, once they are known."""
        path = os.path.join(run, "pids")
        wait.until(lambda: os.path.exists(path), what="pids")
        with open(path, encoding="utf-8") as file:
            words = file.read().split()
        return int(words[1]), int(words[5])

    def log(self):
        """What the daemon wrote: its log, and its stderr."""
        text = ""
        for name in ("daemon.log", "daemon.err"):
            path = os.path.join(self.state, name)
            if os.path.exists(path):
                with open(path, encoding="utf-8", errors="replace") as file:
                    text += file.read()
        return text

    def end(self):
        """Ends every process this host has: links, agents with their shims, the daemon."""
        for link in self.links:
            link.close()
        for run in self.runs():
            for pid in living(run):
                kill(pid, signal.SIGKILL)
        pid = self.daemon_pid()
        if pid:
            kill(pid, signal.SIGTERM)
            wait.until(lambda: self.daemon_pid() is None, what="the daemon's end")
            wait.until(lambda: birth(pid) is None, what="the daemon's last words")
        assert "Sanitizer" not in self.log() and "runtime error" not in self.log(), self.log()


class Link:
    """One connection. `notices` grows as they come; request() waits for its answer."""

    def __init__(self, host, scope, name, args):
        self.host = host
        self._popen = subprocess.Popen([program("CCR_REMOTE", "ccr-remote"), "serve", *args],
                                       env=host.env, stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.pid = self._popen.pid
        self.greeting = self._popen.stdout.readline().decode()
        self.notices = []
        self._answers = {}
        self._grew = threading.Condition()
        self._number = 0
        self.ended = False
        self._said = None
        version = self.greeting.split()[2] if self.greeting.startswith("ccr-remote ") else "0.0.0+0"
        self.send_raw(f"ccr 1 {version} {scope} {name}\n".encode())
        threading.Thread(target=self._read, daemon=True).start()

    def send_raw(self, data):
        self._popen.stdin.write(data)
        self._popen.stdin.flush()

    def send(self, method, **params):
        """Sends a request without waiting; its number."""
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        self.send_raw(json.dumps(message).encode() + b"\n")
        return self._number

    def notify(self, method, **params):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.send_raw(json.dumps(message).encode() + b"\n")

    def answer(self, number, seconds=wait.SECONDS):
        with self._grew:
            if not self._grew.wait_for(lambda: number in self._answers or self.ended, seconds):
                raise AssertionError(f"no answer to request {number}")
            if number not in self._answers:
                raise ConnectionError(f"the link ended: {self.stderr()}\n{self.host.log()}")
            message = self._answers.pop(number)
        if "error" in message:
            raise Refused(message["error"])
        return message["result"]

    def taken(self, number):
        """The answer to a request that was sent raw, None while there is none."""
        with self._grew:
            self._number = max(self._number, number)
            return self._answers.pop(number, None)

    def request(self, method, **params):
        return self.answer(self.send(method, **params))

    def submit(self, prompt, task=None, **params):
        """A prompt in the home's project, or in a session; the task as it is answered."""
        if "session" not in params:
            params.setdefault("project", self.host.home.project)
        return self.request("task/submit", task=task or new_id(), prompt=prompt, **params)

    def task(self, task):
        return self.request("task/get", task=task["task"] if isinstance(task, dict) else task)

    def until_task(self, task, condition, seconds=60):
        """The task once the condition holds of it."""
        last = {}

        def holds():
            last.update(self.task(task))
            return condition(last)

        try:
            wait.until(holds, seconds, "the task")
        except AssertionError as error:
            raise AssertionError(f"{error}: {last}\n{self.host.log()}") from None
        return last

    def until_ended(self, task, seconds=60):
        return self.until_task(task, lambda t: t["state"] in
                               ("completed", "failed", "cancelled", "interrupted"), seconds)

    def until_state(self, task, state, seconds=60):
        return self.until_task(task, lambda t: t["state"] == state, seconds)

    def until_ask(self, seconds=30):
        """The first pending ask, once there is one."""
        asks = wait.until(lambda: self.request("ask/list")["asks"], seconds, "an ask")
        return asks[0]

    def stderr(self):
        """What serve said on stderr; all of it once it has ended, "" before."""
        if self.ended and self._said is None:
            self._popen.wait(20)
            self._said = self._popen.stderr.read().decode()
        return self._said or ""

    def close(self, number=None):
        if number:
            kill(self.pid, number)
        elif not self._popen.stdin.closed:
            try:
                self._popen.stdin.close()
            except BrokenPipeError:
                pass
        return self._popen.wait(20)

    def _read(self):
        for line in self._popen.stdout:
            message = json.loads(line)
            with self._grew:
                if "method" in message:
                    self.notices.append(message)
                else:
                    self._answers[message["id"]] = message
                self._grew.notify_all()
        with self._grew:
            self.ended = True
            self._grew.notify_all()


def new_id():
    """A UUID for a prompt; the version does not matter to the runner."""
    return str(uuid.uuid4())


def kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def birth(pid):
    """A process's start time, None when it is gone or only waits for its parent."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            words = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if words[0] == "Z" else words[19]


def lock_holder(path):
    """The pid of the process that holds a flock on the file, by the kernel's table."""
    try:
        inode = os.stat(path).st_ino
    except OSError:
        return None
    with open("/proc/locks", encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[1] == "FLOCK" and words[5].rpartition(":")[2] == str(inode):
                return int(words[4])
    return None


def living(run):
    """The shim and the agent of a run's folder that still run."""
    if os.path.exists(os.path.join(run, "exit")) or not os.path.exists(os.path.join(run, "pids")):
        return []
    with open(os.path.join(run, "pids"), encoding="utf-8") as file:
        words = file.read().split()
    return [pid for pid, start in ((int(words[1]), words[2]), (int(words[5]), words[6]))
            if birth(pid) == start]
