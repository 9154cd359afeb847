"""What is printed of a conversation, and that nothing printed moves a terminal."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata

import pytest

import ccr as ccr_module
from objects import (ASK, CONTROL, EVIL, SESSION, TASK, ask, error, item, result, session, task, window)


def test_show_pages_through_the_whole(ccr):
    cut = item(2, full_bytes=12, text="text ")
    answers = {
        "session/get": [result(session())],
        "session/window": [result(window(item(1, "prompt"), more_after=True)), result(window(cut, item(3)))],
        "session/page": [result({"text": "text 2", "offset": 0, "full_bytes": 12}),
                         result({"text": " whole", "offset": 6, "full_bytes": 12})]}
    fake = ccr.fake(answers=answers)
    done = ccr("-H", "fake", "show", "--json", SESSION[-6:])
    assert [entry["text"] for entry in done.json()] == ["text 1", "text 2 whole", "text 3"], done
    assert [call.get("after") or call["from"] for call in fake.calls("session/window")] == ["head", "c1"]
    assert [call["offset"] for call in fake.calls("session/page")] == [0, 6]
    ccr.fake("again", answers=answers)
    done = ccr("-H", "again", "show", "--markdown", SESSION)
    assert done.out == "## Prompt\n\ntext 1\n\ntext 2 whole\n\ntext 3\n\n", done
    assert fake.violations() == []


def test_show_tail_goes_backwards(ccr):
    fake = ccr.fake(answers={
        "session/get": [result(session())],
        "session/window": [result(window(item(8), item(9), more_before=True)), result(window(item(7)))]})
    done = ccr("-H", "fake", "show", "--tail", "3", "--json", SESSION)
    assert [entry["cursor"] for entry in done.json()] == ["c7", "c8", "c9"]
    assert fake.calls("session/window") == [{"session": SESSION, "from": "tail", "limit": 3},
                                            {"session": SESSION, "before": "c8", "limit": 1}]


def everything_evil():
    """Answers whose every text would move a terminal."""
    def spoil(value):
        if isinstance(value, dict):
            return {key: value[key] if key in ("state", "kind", "task", "session", "ask") or value[key] in ("",)
                    else spoil(value[key]) for key in value}
        if isinstance(value, list):
            return [spoil(entry) for entry in value]
        return EVIL if isinstance(value, str) and not re.match(r"\d{4}-", value) else value
    one = spoil(task("waiting", result="r", reason="r", name="n", model="m", permission_mode="p",
                     error={"code": "c", "message": "m", "next": "n"}))
    items = [spoil(item(number, kind, tool="t", input={"command": "x"}, uuid="u"))
             for number, kind in enumerate(("prompt", "text", "thinking", "tool_use", "tool_result", "system", "other"))]
    question = spoil(ask(kind="question", input={"questions": [{"question": "q", "options": [
        {"label": "l", "description": "d"}]}]}))
    return {"task/list": [result({"tasks": [one]})], "task/get": [result(one)],
            "task/cancel": [result(one)], "session/release": [result({"command": EVIL})],
            "session/list": [result({"sessions": [spoil(session(holder={"pid": 1, "name": "h"}, note="n"))]})],
            "session/get": [result(spoil(session()))], "session/interrupt": [result(spoil(session()))],
            "session/window": [result(window(*items))],
            "ask/list": [result({"asks": [spoil(ask()), question]})],
            "ask/get": [result(spoil(ask()))], "ask/answer": [result(spoil(ask("answered", answer="a")))],
            "host/check": [result({"checks": [{"name": EVIL, "state": "fail", "text": EVIL, "next": EVIL}]})],
            "audit/list": [result({"entries": [{"at": EVIL, "who": EVIL, "scope": EVIL, "method": EVIL,
                                                "target": EVIL, "outcome": EVIL}]})],
            "task/retry": [error("conflict", EVIL, next=EVIL)]}


@pytest.mark.parametrize("words", [
    ["tasks"], ["task", TASK], ["cancel", TASK], ["retry", TASK], ["sessions"], ["interrupt", SESSION],
    ["release", SESSION], ["show", SESSION], ["show", "-v", SESSION], ["show", "--markdown", SESSION],
    ["asks"], ["answer", ASK, "always"], ["doctor"], ["audit"],
])
def test_nothing_from_a_host_reaches_the_terminal_as_it_is(ccr, words):
    ccr.fake(answers=everything_evil())
    done = ccr("-H", "fake", *words)
    assert done.out + done.err and not CONTROL.search(done.out) and not CONTROL.search(done.err), done
    done = ccr("-H", "fake", *words, "--json") if "--markdown" not in words else done
    assert not CONTROL.search(done.out) and not CONTROL.search(done.err)
    if done.out and "--markdown" not in words:
        assert EVIL in json.dumps(done.json(), ensure_ascii=False) or "\\u001b" in json.dumps(done.json())


def test_noise_and_stderr_of_a_runner_are_made_safe(ccr):
    ccr.fake(line=None, noise=EVIL + "\n", stderr=EVIL)
    done = ccr("-H", "fake", "tasks", "-v")
    assert done.status != 0 and not CONTROL.search(done.err), done


def test_text_that_is_no_utf8_is_shown_and_the_rest_goes_on(ccr):
    ccr.fake(answers={"task/list": [{"raw": ""}]})
    fake = ccr.fake(answers={"task/list": [result({"tasks": [task(prompt="a\ud800b"), {"task": 5}, 7, task()]})]})
    done = ccr("-H", "fake", "tasks", "--json")
    assert done.status == 0 and len(done.json()) == 2, done
    assert fake.violations() == []


def on_a_terminal(ccr, columns, *words, **env):
    """What a command prints on a terminal of that width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 20, columns, 0, 0))
    child = subprocess.Popen([ccr_module.program(), *words], stdin=subprocess.DEVNULL, stdout=follower,
                             stderr=subprocess.PIPE, env={**ccr.env, "TERM": "xterm-256color", **env})
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 65536):
            shown += piece
    except OSError:  # the terminal's end, as Linux says it
        pass
    os.close(leader)
    assert child.wait(60) == 0, child.stderr.read()
    child.stderr.close()
    return shown.decode()


@pytest.mark.parametrize("words", [["tasks"], ["sessions"], ["asks"], ["outbox"], ["host", "list"],
                                   ["config", "list"], ["help"], ["help", "prompt"], ["doctor"], ["audit"]])
def test_lists_fit_forty_columns(ccr, words):
    long = "a very long text that goes on \u6f22\u5b57 and on and on and on " * 3
    entry = {name: long for name in ("at", "who", "scope", "method", "target", "outcome")}
    ccr.fake(answers={
        "task/list": [result({"tasks": [task("interrupted", prompt=long)]})],
        "session/list": [result({"sessions": [session("waiting", title=long)]})],
        "ask/list": [result({"asks": [ask(summary="short", suggestions=None)]})],
        "host/check": [result({"checks": [{"name": "x", "state": "warn", "text": long, "next": long}]})],
        "audit/list": [result({"entries": [entry]})]})
    ccr("config", "set", "default.host", "fake")
    shown = on_a_terminal(ccr, 40, *words, NO_COLOR="1")
    assert "\033" not in shown
    for line in shown.replace("\r", "").split("\n"):
        wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        assert wide <= 40 or line.startswith("# "), line


def test_colour_is_for_terminals_that_want_it(ccr):
    ccr.fake(answers={"task/list": [result({"tasks": [task("failed")]})]})
    assert "\033[31m" in on_a_terminal(ccr, 80, "-H", "fake", "tasks")
    assert "\033" not in on_a_terminal(ccr, 80, "-H", "fake", "tasks", TERM="dumb")
    assert "\033" not in ccr("-H", "fake", "tasks").out
