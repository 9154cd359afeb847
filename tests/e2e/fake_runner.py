#!/usr/bin/env python3
"""A stand-in for `ccr-remote serve` that says what a test wrote down, and checks what it is told.

    fake_runner.py FOLDER [serve]

FOLDER/script.json says how it behaves; FOLDER/log.ndjson gets one line for each thing that came:
{"line": ...} the client's first line, {"call": method, "params": ...}, {"notice": ...},
{"violation": ...} what no client may send, {"end": true} the end of a connection. It keeps nothing
else, so that a second connection goes on in the script where the first one was.

    noise    text before the host's line
    line     the host's line; null: nothing, and the end
    stderr   text for stderr
    status   exit status at once, before anything
    hello    what replaces members of hello's result; or {"error": {...}}
    answers  {method: [step, ...]}: for the first call of the method, the second, and so on; the last
             one stays. A step: {"result": ...}, {"error": {kind, message, next}}, {"close": true},
             {"silent": true}, {"raw": text}; with "notices": [[method, params], ...] sent after it,
             and "then": "close" to end the connection after all that
"""

import json
import os
import re
import sys

LINE = re.compile(r"ccr 1 \d+\.\d+\.\d+\+\d+ (read|answer|full) [A-Za-z0-9._-]{1,64}$")

# The members that doc/PROTOCOL.md gives each method.
METHODS = {
    "hello": "protocol client capabilities",
    "ping": "",
    "task/submit": "task prompt project session fork steer name model permission_mode at "
                   "timeout_ms max_budget_usd",
    "task/list": "state limit offset",
    "task/get": "task",
    "task/cancel": "task",
    "task/retry": "task again",
    "session/list": "project limit offset",
    "session/get": "session",
    "session/window": "session from after before limit bytes",
    "session/page": "session cursor offset",
    "session/watch": "session after live",
    "session/unwatch": "session",
    "session/interrupt": "session",
    "session/release": "session",
    "ask/list": "state",
    "ask/get": "ask",
    "ask/input": "ask offset",
    "ask/answer": "ask choice rule text",
    "home/watch": "",
    "host/check": "",
    "audit/list": "limit offset",
}
NOTICES = {"session/ack": "session revision"}
NEEDED = {"task": "task/submit task/get task/cancel task/retry",
          "prompt": "task/submit",
          "session": "session/get session/window session/page session/watch session/unwatch "
                     "session/interrupt session/release",
          "ask": "ask/get ask/answer", "choice": "ask/answer"}


class Runner:
    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "script.json"), encoding="utf-8") as file:
            self.script = json.load(file)

    def log(self, **entry):
        data = (json.dumps(entry) + "\n").encode()
        fd = os.open(os.path.join(self.folder, "log.ndjson"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(fd, data)
        os.close(fd)

    def calls(self, method):
        """How often the method was called, by all connections."""
        try:
            with open(os.path.join(self.folder, "log.ndjson"), encoding="utf-8") as file:
                return sum(json.loads(line).get("call") == method for line in file)
        except FileNotFoundError:
            return 0

    def say(self, text):
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()

    def message(self, **message):
        self.say(json.dumps({"jsonrpc": "2.0", **message}) + "\n")

    def check(self, message):
        """What is wrong with a message, by the protocol."""
        method, params = message.get("method"), message.get("params", {})
        known = METHODS if "id" in message else NOTICES
        if message.get("jsonrpc") != "2.0":
            return "no jsonrpc member"
        if method not in known:
            return f"unknown method {method}"
        if not isinstance(params, dict):
            return f"{method}: params are no object"
        extra = set(params) - set(known[method].split())
        if extra:
            return f"{method}: members {sorted(extra)}"
        missing = [name for name, methods in NEEDED.items() if method in methods.split() and name not in params]
        if missing:
            return f"{method}: without {missing}"
        if method == "task/submit" and ("project" in params) == ("session" in params):
            return "task/submit: not one of project and session"
        return None

    def refuse(self, number, error):
        self.message(id=number, error={"code": -32000, "message": error["message"], "data": error})

    def hello(self, number):
        hello = self.script.get("hello", {})
        if "error" in hello:
            self.refuse(number, hello["error"])
            return
        self.message(id=number, result={
            "protocol": 1, "host": {"version": "9.9.9+1", "build": "9.9.9+1", "time": "2026-11-20T10:00:00Z"},
            "scope": "full", "capabilities": {}, **hello})

    def step(self, method):
        steps = self.script.get("answers", {}).get(method)
        if not steps:
            return {"result": {}} if method == "ping" else {
                "error": {"kind": "method", "message": f"{method} is not in the script"}}
        return steps[min(self.calls(method), len(steps) - 1)]

    def answer(self, number, method, params):
        """Answers as the script says; False when the connection is to end."""
        step = self.step(method)
        self.log(call=method, params=params)
        if step.get("close"):
            return False
        if "result" in step:
            self.message(id=number, result=step["result"])
        elif "error" in step:
            self.refuse(number, step["error"])
        self.say(step.get("raw", ""))
        for notice, notice_params in step.get("notices", []):
            self.message(method=notice, params=notice_params)
        return step.get("then") != "close"

    def serve(self):
        if "stderr" in self.script:
            print(self.script["stderr"], file=sys.stderr, flush=True)
        if "status" in self.script:
            sys.exit(self.script["status"])
        self.say(self.script.get("noise", ""))
        line = self.script.get("line", "ccr-remote 1 9.9.9+1\n")
        if line is None:
            return
        self.say(line)
        first = sys.stdin.buffer.readline().decode().rstrip("\n")
        if not first:
            return
        self.log(line=first)
        if not LINE.match(first):
            self.log(violation=f"first line: {first}")
        greeted = False
        for raw in sys.stdin.buffer:
            try:
                message = json.loads(raw)
            except ValueError:
                self.log(violation=f"no JSON: {raw[:80]!r}")
                return
            wrong = self.check(message)
            if not wrong and not greeted and message["method"] != "hello":
                wrong = f"{message['method']} before hello"
            if wrong:
                self.log(violation=wrong)
            greeted = True
            if "id" not in message:
                self.log(notice=message["method"], params=message.get("params"))
            elif message["method"] == "hello":
                self.log(call="hello", params=message["params"])
                self.hello(message["id"])
            elif not self.answer(message["id"], message["method"], message.get("params", {})):
                break


def main():
    runner = Runner(sys.argv[1])
    try:
        runner.serve()
    finally:
        runner.log(end=True)


if __name__ == "__main__":
    main()
