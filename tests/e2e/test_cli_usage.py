"""The command line itself: wrong usage, help, versions, completions."""

import os
import re
import subprocess

import pytest

import ccr as ccr_module
from objects import task


@pytest.mark.parametrize("words", [
    ["bogus"], ["--bogus"], ["prompt"], ["prompt", "a", "b"], ["prompt", ""], ["prompt", " \n\t "],
    ["prompt", "--model"], ["prompt", "--id", "abc", "x"], ["prompt", "--at", "soon", "x"],
    ["prompt", "--at", "2001-01-01T00:00:00Z", "x"], ["prompt", "--timeout", "soon", "x"],
    ["prompt", "--timeout", "0", "x"], ["prompt", "--max-budget-usd", "-1", "x"],
    ["prompt", "--max-budget-usd", "nan", "x"], ["prompt", "--wait=yes", "x"],
    ["reply", "abcdef"], ["reply", "abc", "x"], ["reply", "--fork", "--steer", "abcdef", "x"],
    ["tasks", "--state", "done"], ["tasks", "--limit", "0"], ["tasks", "--limit", "501"],
    ["tasks", "--limit", "1x"], ["tasks", "x"], ["task"], ["task", "abc"], ["watch", "nothex"],
    ["cancel"], ["cancel", "abcde"], ["retry", "--against", "abcdef"], ["interrupt", "zzzzzz"],
    ["release"], ["asks", "x"], ["answer", "abcdef"], ["answer", "abcdef", "yess"],
    ["answer", "abcdef", "allways"], ["answer", "abcdef", "always=0"], ["answer", "abcdef", "always=x"],
    ["answer", "abcdef", "Y"], ["answer", "abcdef", "allow", "because"],
    ["answer", "abcdef", "deny", "--text", "x"], ["answer", "abcdef", "--text", " "],
    ["sessions", "--limit", "-1"], ["show"], ["show", "--tail", "0", "abcdef"],
    ["show", "--json", "--markdown", "abcdef"], ["outbox", "x"], ["outbox", "drop"],
    ["outbox", "drop", "abc"], ["outbox", "move", "abcdef"], ["host"], ["host", "add", "x"],
    ["host", "add", "-x", "y"], ["host", "add", "local", "y"], ["host", "add", "a b", "y"],
    ["host", "add", "x", "-oProxyCommand=x"], ["host", "add", "x", "y;z"],
    ["host", "add", "x", "y", "--port", "99999"], ["host", "trust", "x", "abc"],
    ["config", "get", "no.such"], ["config", "set", "no.such", "x"], ["config", "set", "queue.slots", "many"],
    ["config", "set", "queue.slots", "0"], ["config", "set", "policy.allow-bypass", "perhaps"],
    ["config", "set", "state.folder", "relative"], ["config", "set", "default.host", ""],
    ["completion", "tcsh"], ["help", "bogus"], ["-H", "x", "help"], ["doctor", "a", "-H", "b"],
])
def test_wrong_usage_is_one_line_and_status_2(ccr, words):
    done = ccr(*words)
    assert done.status == 2, done
    assert done.out == ""
    assert len(done.err.splitlines()) == 1 and done.err.startswith("ccr: "), done
    assert not os.path.exists(ccr.state) or ccr.outbox() == []


def verbs(ccr):
    rows = [re.match(r"  ([a-z]+(?: [a-z]+)?)(?:  | [A-Z\[a-z]|$)", line) for line in ccr("help").out.splitlines()]
    names = {row.group(1) for row in rows if row}
    return sorted(names)


def test_every_verb_has_help_and_takes_dash_dash_help(ccr):
    names = verbs(ccr)
    assert {"prompt", "watch", "answer", "outbox move", "host add", "doctor", "config list"} <= set(names)
    for name in names:
        told, asked = ccr("help", *name.split()), ccr(*name.split(), "--help")
        assert told.status == 0 and asked.status == 0, name
        assert told.out == asked.out and told.out.startswith(f"ccr {name} [options]"), told
        assert all(len(line) <= 80 and line == line.rstrip() for line in told.out.splitlines()), told


def test_version_names_the_libraries(ccr):
    for words in (["--version"], ["version"], ["-V"], ["tasks", "--version"]):
        done = ccr(*words)
        assert done.status == 0
        for name in ("jansson", "libgit2", "sqlite", "libssh", "libuv", "ncurses", "utf8proc", "protocol 1"):
            assert name in done.out
        assert re.match(r"ccr \d+\.\d+\.\d+\+\d+\n", done.out)


def test_it_calls_itself_by_the_name_it_was_called_by(ccr, home):
    link = os.path.join(home.folder("bin"), "claude-remote")
    os.symlink(ccr_module.program(), link)
    done = subprocess.run([link, "bogus"], env=ccr.env, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("claude-remote: ")
    done = subprocess.run([link, "completion", "bash"], env=ccr.env, capture_output=True, text=True, check=True)
    assert "complete -F _claude_remote claude-remote" in done.stdout


def test_bash_completes_verbs_options_and_words(ccr, home):
    folder = home.folder("bin")
    os.symlink(ccr_module.program(), os.path.join(folder, "ccr"))
    ccr("host", "add", "mini", "me@mini")
    lines = [["ccr", "ans"], ["ccr", "host", "tr"], ["ccr", "prompt", "--perm"], ["ccr", "tasks", "--state", "wai"],
             ["ccr", "-H", "mi"], ["ccr", "config", "set", "queue"]]
    script = 'eval "$(ccr completion bash)"\n'
    for line in lines:
        words = " ".join(f"'{word}'" for word in line)
        script += f"COMP_WORDS=({words}) COMP_CWORD={len(line) - 1}; COMPREPLY=(); _ccr; echo ${{COMPREPLY[*]}}\n"
    done = subprocess.run(["bash", "--norc", "-c", script], text=True, capture_output=True, check=True,
                          env={**ccr.env, "PATH": folder + ":" + os.environ["PATH"]})
    assert done.stdout.splitlines() == ["answer", "trust", "--permission-mode", "waiting", "mini", "queue.slots"]
    assert done.stderr == ""


@pytest.mark.parametrize("shell,check", [("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])])
def test_other_shells_read_their_completions(ccr, home, shell, check):
    done = ccr("completion", shell)
    assert done.status == 0 and "permission-mode" in done.out
    path = os.path.join(home.root, "completions")
    with open(path, "w", encoding="utf-8") as file:
        file.write(done.out)
    try:
        subprocess.run([*check, path], check=True)
    except FileNotFoundError:
        pytest.skip(f"no {shell} here")


def test_without_a_terminal_the_screen_does_not_open(ccr):
    done = ccr()
    assert done.status in (1, 2) and done.out == "" and len(done.err.splitlines()) == 1, done
