"""A program in a real terminal: a private tmux server with one window, typed into and read back."""

import os
import shlex
import shutil
import subprocess
import uuid

import pytest

import wait as waiting


def require():
    """Skips loudly without tmux; with CCR_REQUIRE_REAL=1 that is a failure."""
    if shutil.which("tmux"):
        return
    if os.environ.get("CCR_REQUIRE_REAL") == "1":
        pytest.fail("no tmux on this machine")
    pytest.skip("NOT TESTED: no tmux on this machine")


class Terminal:
    """One window of a tmux server that nobody else uses."""

    def __init__(self, folder, env, argv, cwd, columns=80, rows=24, term="tmux-256color"):
        self.socket = os.path.join(folder, "t" + uuid.uuid4().hex[:8])
        self.env = {"PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder,
                    "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        wanted = {**env, "TERM": term, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        words = ["env", "-i"] + [f"{name}={value}" for name, value in wanted.items()] + list(argv)
        # The shell stays, so that what the program leaves behind can be seen.
        line = f"cd {shlex.quote(cwd)}; {shlex.join(words)}; echo status $?; exec cat"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                  "-s", "t", line)
        self.tmux("set-option", "-g", "escape-time", "0")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-u", "-S", self.socket, *words], env=self.env, check=True,
                              capture_output=True, text=True).stdout

    def screen(self, *flags):
        return self.tmux("capture-pane", "-p", "-t", "t", *flags)

    def keys(self, *names):
        """Keys by tmux's names: "Enter", "Escape", "q"."""
        self.tmux("send-keys", "-t", "t", *names)

    def type(self, text):
        """Text as it is."""
        self.tmux("send-keys", "-t", "t", "-l", text)

    def resize(self, columns, rows):
        self.tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def wait(self, *texts, seconds=waiting.SECONDS):
        """The screen once all of these texts are on it."""
        return self.wait_for(lambda screen: all(text in screen for text in texts), repr(texts),
                             seconds)

    def wait_for(self, condition, what, seconds=waiting.SECONDS):
        """The screen once the condition holds of it; it is shown when that does not happen."""
        last = []

        def holds():
            last[:] = [self.screen()]
            return condition(last[0])

        try:
            waiting.until(holds, seconds, what)
        except AssertionError as error:
            raise AssertionError(f"{error}:\n{last[0]}") from None
        return last[0]

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], env=self.env, check=False,
                       capture_output=True)
