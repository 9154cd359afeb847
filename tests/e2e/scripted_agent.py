"""An agent in place of claude that does what the prompt says, and what claude never would.

It speaks stream-json as 2.1.197 does. Each prompt that it carries out is a line of $TMPDIR/journal
("UUID TEXT"), written before anything is printed, so a test can count what ran. Words of a prompt,
in their order:

    say:TEXT       that is the answer
    hold:NAME      waits until the file $TMPDIR/NAME is there
    chatter:BYTES  prints that much that means nothing
    tell:TEXT      says so in the middle of the turn
    long:BYTES     prints a line of that length
    torn           prints half a line
    deaf           from now on ignores interrupts and SIGINT
    stubborn       ignores SIGTERM as well
    tool           starts a child in a session of its own that ignores all but SIGKILL; its pid is
                   in $TMPDIR/tool
    ask            asks for permission and waits for the answer
    swallow        only echoes the prompt
    early:STATUS   ends before it echoes or begins anything
    die:STATUS     ends in the middle
    last           ends right after the result, with the answer not in the transcript
    limit:SECONDS  a usage limit that ends in so many seconds
    lateask        asks after the turn has ended
    error          the turn fails
    session:ID     the turn's init names another session
    unheard        writes nothing into the transcript
    background     a piece of background work begins, and does not end
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid

TMP = os.environ["TMPDIR"]
LINES = queue.Queue()
STATE = {"deaf": False, "cost": 0.0}


def option(name):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else None


def session_id():
    return option("--session-id") or option("--resume")


def show(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def note(name, text):
    with open(os.path.join(TMP, name), "a", encoding="utf-8") as file:
        file.write(text + "\n")


def transcript(record):
    slug = "".join(c if c.isalnum() and c.isascii() else "-" for c in os.getcwd())
    folder = os.path.join(os.environ["CLAUDE_CONFIG_DIR"], "projects", slug)
    os.makedirs(folder, exist_ok=True)
    record = dict({"parentUuid": None, "isSidechain": False, "userType": "external",
                   "cwd": os.getcwd(), "sessionId": session_id(), "version": "2.1.197",
                   "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())}, **record)
    with open(os.path.join(folder, f"{session_id()}.jsonl"), "a", encoding="utf-8") as file:
        file.write(json.dumps(record, separators=(",", ":")) + "\n")


def echo(line):
    show(dict(line, isReplay=True, session_id=session_id()))


def result(is_error, text, turns=1, **more):
    STATE["cost"] += 0.01
    show(dict({"type": "result", "subtype": "success", "is_error": is_error, "result": text,
               "duration_ms": 1, "num_turns": turns, "session_id": session_id(),
               "total_cost_usd": STATE["cost"], "uuid": str(uuid.uuid4())}, **more))


class Interrupted(Exception):
    """The user stopped the turn."""


def next_line(wait):
    """The next line, None at the end of stdin; control requests of the runner are answered here."""
    while True:
        try:
            line = LINES.get(timeout=wait) if wait else LINES.get()
        except queue.Empty:
            return {"type": "nothing"}
        if line is None:
            LINES.put(None)
            return None
        if line["type"] == "control_request":
            if STATE["deaf"]:
                continue
            show({"type": "control_response", "response": {
                "subtype": "success", "request_id": line["request_id"]}})
            raise Interrupted
        return line


def hold(name):
    while not os.path.exists(os.path.join(TMP, name)):
        line = next_line(0.01)
        if line and line["type"] == "user":
            STEERED.append(line)
            echo(line)
            note("journal", f"{line['uuid']} {line['message']['content'][0]['text']}")


def ask():
    request = f"ask-{uuid.uuid4()}"
    show({"type": "control_request", "request_id": request, "request": {
        "subtype": "can_use_tool", "tool_name": "Bash", "tool_use_id": "t1",
        "input": {"command": "true"}, "permission_suggestions": []}})
    while True:
        line = next_line(None)
        if line is None:
            sys.exit(0)
        if line["type"] == "user":
            LATER.append(line)
        elif line["type"] == "control_response" and line["response"]["request_id"] == request:
            note("answers", line["response"]["response"]["behavior"])
            show(dict(line))
            return


def start_tool():
    child = subprocess.Popen(
        [sys.executable, "-c", "import signal,time,os\n"
         "for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
         "open(os.environ['TMPDIR'] + '/tool', 'w').write(str(os.getpid()))\n"
         "time.sleep(600)"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True)
    while not os.path.exists(os.path.join(TMP, "tool")):
        time.sleep(0.01)
    return child


def tell(text, written):
    """Prints an answer, and writes it down."""
    said = {"id": f"msg_{uuid.uuid4()}", "type": "message", "role": "assistant",
            "model": "scripted", "content": [{"type": "text", "text": text}]}
    record = str(uuid.uuid4())
    show({"type": "assistant", "uuid": record, "message": said, "session_id": session_id()})
    if written:
        transcript({"type": "assistant", "uuid": record, "message": said})


STEERED = []
LATER = []  # prompts that came while it waited for an answer: turns of their own


def work(line, words):
    """Carries out one prompt; the text of the answer."""
    text = "done"
    for word in words:
        name, _, value = word.partition(":")
        if name == "say":
            text = value
        elif name == "hold":
            hold(value)
        elif name == "chatter":
            for _ in range(int(value) // 1000 + 1):
                show({"type": "system", "subtype": "noise", "text": "x" * 950})
        elif name == "tell":
            tell(value, True)
        elif name == "long":
            show({"type": "system", "subtype": "noise", "text": "x" * int(value)})
        elif name == "torn":
            sys.stdout.write('{"type":"sys')
            sys.stdout.flush()
        elif name == "deaf":
            STATE["deaf"] = True
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        elif name == "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        elif name == "tool":
            start_tool()
        elif name == "ask":
            ask()
        elif name == "die":
            os._exit(int(value))
        elif name == "background":
            show({"type": "system", "subtype": "task_started", "task_id": "b1"})
    return text


def turn(line):
    text = line["message"]["content"][0]["text"]
    words = text.split()
    values = dict(word.partition(":")[::2] for word in words)
    if "early" in values:
        os._exit(int(values["early"]))
    if "swallow" in values:
        echo(line)
        return
    note("journal", f"{line['uuid']} {text}")
    echo(line)
    show({"type": "system", "subtype": "init", "session_id": values.get("session", session_id()),
          "model": "scripted"})
    if "unheard" not in values:
        transcript({"type": "user", "uuid": line["uuid"], "message": line["message"]})
    if "limit" in values:
        show({"type": "rate_limit_event", "rate_limit_info": {
            "status": "rejected", "resetsAt": int(time.time()) + int(values["limit"])}})
        result(True, "You've hit your limit")
        return
    answer = work(line, words)
    if "error" in values:
        result(True, "it failed", subtype="error_during_execution")
        return
    tell(answer, "last" not in values and "unheard" not in values)
    result(False, answer)
    if "last" in values:
        os._exit(0)
    if "lateask" in values:
        ask()


def read():
    for line in sys.stdin:
        LINES.put(json.loads(line))
    LINES.put(None)


def main():
    note("argv", json.dumps(sys.argv[1:]))
    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = LATER.pop(0) if LATER else next_line(None)
            if line is None:
                return
            if line["type"] == "user":
                turn(line)
        except Interrupted:
            result(True, "interrupted", subtype="error_during_execution")
        del STEERED[:]


if __name__ == "__main__":
    main()
