"""contrib/try: one command shows a prompt carried out, and leaves nothing behind."""

import os
import pty
import re
import shutil
import signal
import subprocess
import threading

import pytest

import runner
import wait

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
TRY = os.path.join(TOP, "contrib", "try")
DEMO = os.path.join(TOP, "contrib", "demo-agent")
SECONDS = 120


class Terminal:
    """A command on a terminal; `text` grows as it prints."""

    def __init__(self, argv, env):
        self.text = ""
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(argv, env=env, stdin=theirs, stdout=theirs, stderr=theirs,
                                        start_new_session=True)
        os.close(theirs)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def answer(self, question, word):
        wait.until(lambda: question in self.text or self.process.poll() is not None, SECONDS, question)
        assert question in self.text, self.text
        os.write(self._ours, word.encode() + b"\n")

    def end(self):
        """The exit status; all it printed is in `text` then."""
        status = self.process.wait(SECONDS)
        self._reader.join(10)
        os.close(self._ours)
        return status

    def _read(self):
        while True:
            try:
                data = os.read(self._ours, 4096)
            except OSError:
                return
            if not data:
                return
            self.text += data.decode("utf-8", "replace").replace("\r\n", "\n")


@pytest.fixture
def build(home):
    """A build folder of its own, with the programs that are tested."""
    folder = home.folder("build")
    for variable, name in (("CCR", "ccr"), ("CCR_REMOTE", "ccr-remote"), ("CCR_SHIM", "ccr-shim")):
        program = runner.program(variable, name)
        if not os.path.exists(program):
            pytest.skip(f"no {name} in this build")
        os.symlink(program, os.path.join(folder, name))
    return folder


@pytest.fixture
def env(home, build):
    """No folder of the user's is named but HOME: contrib/try has to bring its own."""
    env = {key: value for key, value in home.env().items() if not key.startswith(("XDG_", "CLAUDE_", "CCR_"))}
    return dict(env, CCR_TRY_BUILD=build)


def logged_in(home, status):
    """A PATH with a `claude` whose `auth status` exits with that, and which is the demo agent otherwise."""
    folder = home.folder("bin")
    with open(os.path.join(folder, "claude"), "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\n[ "$1" = auth ] && exit {status}\nexec "{DEMO}" "$@"\n')
    os.chmod(os.path.join(folder, "claude"), 0o700)
    return f"{folder}:{os.environ['PATH']}"


def tried(env, *arguments):
    return subprocess.run([TRY, *arguments], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=SECONDS, check=False)


def everything(folder):
    return sorted(os.path.join(base, name) for base, folders, files in os.walk(folder) for name in folders + files)


def processes_of(build):
    """The command lines of what still runs in that build folder."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                line = file.read()
            with open(f"/proc/{pid}/environ", "rb") as file:
                line += file.read()
        except OSError:
            continue
        if f"{build}/try.".encode() in line:
            found.append(line)
    return found


def assert_nothing_is_left(home, build):
    assert processes_of(build) == []
    assert everything(build) == [os.path.join(build, name) for name in ("ccr", "ccr-remote", "ccr-shim")]
    assert everything(home.home) == []


def assert_shown(text):
    assert re.search("demo agent and no model", text)
    assert re.search("-- [0-9a-f]{6} completed", text)
    assert "?? demo-notes.md" in text


@pytest.mark.parametrize("round_name", ["at first", "once more"])
def test_without_a_terminal_it_shows_the_demo_agents_work_as_text(env, home, build, round_name):
    for _ in range(1 if round_name == "at first" else 2):
        said = tried(env)
        assert said.returncode == 0, said.stdout
        assert "Nobody is here to agree" in said.stdout
        assert_shown(said.stdout)
    assert_nothing_is_left(home, build)


def test_without_a_terminal_no_claude_is_asked(env, home, build):
    said = tried(dict(env, PATH=logged_in(home, 0)), "--text")
    assert (said.returncode, "costs" in said.stdout) == (0, True)
    assert_shown(said.stdout)
    assert_nothing_is_left(home, build)


def test_on_a_terminal_the_user_answers_what_is_asked(env, home, build):
    screen = Terminal([TRY, "--demo", "--text"], env)
    screen.answer("Allow it? [y/N]", "y")
    assert screen.end() == 0, screen.text
    assert_shown(screen.text)
    assert_nothing_is_left(home, build)


def test_what_the_user_does_not_allow_is_not_done(env, home, build):
    screen = Terminal([TRY, "--demo", "--text"], env)
    screen.answer("Allow it? [y/N]", "n")
    assert screen.end() == 0, screen.text
    assert "write, not done" in screen.text
    assert "?? demo-notes.md" not in screen.text
    assert_nothing_is_left(home, build)


def test_a_claude_that_is_not_logged_in_is_named_and_not_used(env, home, build):
    screen = Terminal([TRY, "--text"], dict(env, PATH=logged_in(home, 1)))
    screen.answer("Allow it? [y/N]", "y")
    assert screen.end() == 0, screen.text
    assert "claude is not logged in" in screen.text
    assert_nothing_is_left(home, build)


def test_a_claude_that_is_logged_in_is_used_only_when_the_user_agrees(env, home, build):
    screen = Terminal([TRY, "--text", "-y"], dict(env, PATH=logged_in(home, 0)))
    screen.answer("Use it? [y/N]", "no")
    screen.answer("Allow it? [y/N]", "y")
    assert screen.end() == 0, screen.text
    assert_nothing_is_left(home, build)


def test_with_claude_it_keeps_the_users_home_and_the_project(env, home, build):
    screen = Terminal([TRY, "--text"], dict(env, PATH=logged_in(home, 0)))
    screen.answer("Use it? [y/N]", "y")
    screen.answer("Allow it? [y/N]", "y")
    assert screen.end() == 0, screen.text
    assert os.path.isdir(os.path.join(home.home, ".claude", "projects"))
    project = re.search("What Claude did is in (.*)", screen.text).group(1)
    assert os.listdir(home.home) == [".claude"]
    assert "demo-notes.md" in os.listdir(project)
    assert processes_of(build) == []


def test_ctrl_c_ends_what_it_started(env, home, build):
    screen = Terminal([TRY, "--demo", "--text"], env)
    wait.until(lambda: "Allow it? [y/N]" in screen.text, SECONDS, "the question")
    os.killpg(screen.process.pid, signal.SIGINT)
    assert screen.end() == 130, screen.text
    assert_nothing_is_left(home, build)


@pytest.fixture
def tmux(home, env):
    """A tmux server of its own: tmux(command, ...), with `env` in its windows."""
    if not shutil.which("tmux"):
        if os.environ.get("CCR_REQUIRE_REAL") == "1":
            pytest.fail("no tmux")
        pytest.skip("no tmux")

    def run(*words):
        return subprocess.run(["tmux", "-u", "-S", os.path.join(home.tmp, "tmux"), *words], env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    yield run
    run("kill-server")


def test_on_a_terminal_the_work_is_shown_on_the_screen(env, home, build, tmux):
    status = os.path.join(home.tmp, "status")
    tmux("-f", os.devnull, "new-session", "-d", "-x", "80", "-y", "24", f"{TRY} --demo; echo $? > {status}")

    def shows(*texts):
        screen = tmux("capture-pane", "-p")
        return all(text in screen for text in texts)

    wait.until(lambda: shows("NEEDS YOU", "y yes"), SECONDS, "the question")

    def answered():
        tmux("send-keys", "y")
        return wait.until(lambda: shows("changed") or not shows("y yes"), SECONDS, "an effect of y") and \
            not shows("y yes")

    wait.until(answered, SECONDS, "the answer")
    wait.until(lambda: shows("DONE"), SECONDS, "the end of the work")
    tmux("send-keys", "q")
    wait.until(lambda: os.path.exists(status) and os.path.getsize(status), SECONDS, "the end of contrib/try")
    with open(status, encoding="ascii") as file:
        assert file.read() == "0\n"
    assert_nothing_is_left(home, build)


def test_an_unknown_option_is_wrong_usage(env, home, build):
    assert tried(env, "--no-such").returncode == 2
    assert_nothing_is_left(home, build)
