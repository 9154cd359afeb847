"""Commands for the Bash tool whose running a test can see and end."""

import json
import os
import signal

import process
import wait

ALLOW_BASH = ("--allowedTools", "Bash")


def bash(command, **more):
    """The directive that calls the Bash tool."""
    call = dict(command=command, description="a test's command", **more)
    return f"[[tool: Bash {json.dumps(call)}]]"


class Sleeper:
    """A command that notes its pid and runs until it is ended. It needs ALLOW_BASH."""

    def __init__(self, folder, name="sleeper"):
        self._path = os.path.join(folder, name + ".pid")
        self.script = bash(f"echo $$ > {self._path}.new && mv {self._path}.new {self._path} && "
                           "exec sleep 300")

    def wait_running(self):
        wait.until(lambda: os.path.exists(self._path), what="the tool's start")
        assert self.is_running()

    def is_running(self):
        return process.alive(self.pid())

    def wait_ended(self):
        wait.until(lambda: not self.is_running(), what="the tool's end")

    def end(self):
        if os.path.exists(self._path) and self.is_running():
            os.kill(self.pid(), signal.SIGKILL)

    def pid(self):
        with open(self._path, encoding="ascii") as file:
            return int(file.read())


class Waiter:
    """A command that runs until the test opens it: `open()`. It needs ALLOW_BASH."""

    def __init__(self, folder, name="waiter"):
        self._path = os.path.join(folder, name)
        self.script = bash(f"touch {self._path}.began; until test -e {self._path}.open; "
                           "do sleep 0.05; done")

    def wait_running(self):
        wait.until(lambda: os.path.exists(self._path + ".began"), what="the tool's start")

    def open(self):
        with open(self._path + ".open", "w", encoding="ascii"):
            pass
