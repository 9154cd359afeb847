"""Objects as doc/PROTOCOL.md has them, and the steps of a scripted runner that answer with them."""

import re

TASK = "019a0000-0000-7000-8000-0000000abc01"
SESSION = "019a0000-0000-7000-8000-0000000def02"
ASK = "019a0000-0000-7000-8000-0000000aaa03"
EVIL = "a\033[2Jb\u009b31mc\u202ed\x07e\x7f"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def task(state="completed", **more):
    return {"task": TASK, "session": SESSION, "state": state, "prompt": "do it", "project": "/p",
            "created_at": "2026-11-20T10:00:00.000Z", "attempts": 1, **more}


def session(state="idle", **more):
    return {"session": SESSION, "state": state, "project": "/p/demo", "title": "the title", **more}


def ask(state="pending", **more):
    return {"ask": ASK, "task": TASK, "session": SESSION, "kind": "permission", "tool": "Bash",
            "input": {"command": "npm test"}, "summary": "npm test", "state": state,
            "created_at": "2026-11-20T10:00:00.000Z",
            "suggestions": [{"type": "addRules", "rules": [{"toolName": "Bash", "ruleContent": "npm test"}],
                             "behavior": "allow", "destination": "localSettings"},
                            {"type": "setMode", "mode": "acceptEdits", "destination": "session"}], **more}


def item(number, kind="text", **more):
    return {"cursor": f"c{number}", "uuid": f"u{number}", "kind": kind, "text": f"text {number}", **more}


def window(*items, **more):
    return {"items": list(items), "first": items[0]["cursor"] if items else None,
            "last": items[-1]["cursor"] if items else None, "more_before": False, "more_after": False,
            "reset": False, **more}


def result(value, **more):
    return {"result": value, **more}


def error(kind, message="no", **more):
    return {"error": {"kind": kind, "message": message, **more}}


def submitting(ccr, step, name="fake", **script):
    return ccr.fake(name, answers={"task/submit": [step]}, **script)


def watching(ccr, now, first=None, then=(), **answers):
    """A host with one task, whose session's watch gives a window; notices come after the last
    request with which the client begins."""
    return ccr.fake(answers={
        "task/submit": [result(now)], "task/get": [result(now)], "home/watch": [result({"tasks": []})],
        "session/watch": [result(first or window())],
        "session/window": [result(window())], "session/unwatch": [result({})],
        "ask/list": [result({"asks": []}, notices=list(then))], "session/get": [result(session())], **answers})


def update(*items, **more):
    return ["session/update", {"session": SESSION, "items": list(items), "last": items[-1]["cursor"],
                               "reset": False, **more}]
