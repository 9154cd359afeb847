"""The real CLI in its stream-json mode, as ccr drives it: messages in, messages out."""

import json
import os
import uuid

import process
import wait

FLAGS = ("-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
         "--include-partial-messages", "--replay-user-messages", "--permission-prompt-tool",
         "stdio")


def new_id():
    return str(uuid.uuid4())


def prompt_line(text, prompt_id=None):
    """The line that hands over a prompt, as bytes."""
    message = {"type": "user", "message": {"role": "user",
                                           "content": [{"type": "text", "text": text}]}}
    if prompt_id:
        message["uuid"] = prompt_id
    return json.dumps(message).encode() + b"\n"


class Claude(process.Process):
    """One run of the CLI. `out` are its messages so far, parsed; `session` the id it was given."""

    NOISE = b'{"type":"stream_event"'

    def __init__(self, command, arguments, env, cwd, stderr_path, session, **more):
        super().__init__([*command, *FLAGS, *arguments], env, cwd, stderr_path, **more)
        self.session = session
        self._seen = 0
        self._requests = 0

    @property
    def out(self):
        return [json.loads(line) for line in list(self.lines)]

    def send(self, message):
        self.write(json.dumps(message).encode() + b"\n")

    def prompt(self, text, prompt_id=None):
        """Hands over a prompt and returns its uuid."""
        prompt_id = prompt_id or new_id()
        self.write(prompt_line(text, prompt_id))
        return prompt_id

    def request(self, subtype, **fields):
        """Sends a control request and returns its id."""
        self._requests += 1
        request_id = f"test-{self._requests}"
        self.send({"type": "control_request", "request_id": request_id,
                   "request": dict(subtype=subtype, **fields)})
        return request_id

    def answer(self, ask, response):
        """Answers a can_use_tool request."""
        self.send({"type": "control_response", "response": {
            "subtype": "success", "request_id": ask["request_id"], "response": response}})

    def allow(self, ask, **changes):
        """Allows as asked; `changes` are added to the input."""
        self.answer(ask, {"behavior": "allow",
                          "updatedInput": dict(ask["request"]["input"], **changes)})

    def deny(self, ask, message, **more):
        self.answer(ask, dict(behavior="deny", message=message, **more))

    def next(self, kind, subtype=None, seconds=wait.SECONDS, **fields):
        """The next message of that type after the one returned before, and with those fields."""
        def fits(line):
            return _fits(json.loads(line), kind, subtype, fields)
        what = " ".join([kind, subtype or "", json.dumps(fields) if fields else ""]).strip()
        index = self.wait_line(fits, self._seen, seconds, what)
        self._seen = index + 1
        return json.loads(self.lines[index])

    def next_ask(self, tool=None):
        ask = self.next("control_request")
        assert ask["request"]["subtype"] == "can_use_tool", ask
        assert tool is None or ask["request"]["tool_name"] == tool, ask
        return ask

    def run(self, text, prompt_id=None):
        """Hands over a prompt, waits for the end of its turn, returns the result."""
        self.prompt(text, prompt_id)
        return self.next("result")

    def mark(self):
        """The place after the message returned last; for since()."""
        return self._seen

    def since(self, mark):
        """The messages from the mark up to the one returned last, stream_events left out."""
        messages = [json.loads(line) for line in self.lines[mark:self._seen]]
        return [message for message in messages if message["type"] != "stream_event"]

    def finish(self):
        """Closes stdin and returns the exit status."""
        self.close_stdin()
        return self.wait_exit()


def _fits(message, kind, subtype, fields):
    return (message.get("type") == kind and (subtype is None or message.get("subtype") == subtype)
            and all(message.get(key) == value for key, value in fields.items()))


class Cli:
    """Starts the CLI in a private home against the stand-in API. `version` is a tuple."""

    def __init__(self, agent, home, api, processes):
        self.command = agent.command
        self.version = agent.version
        self.name = agent.name
        self._home = home
        self._api = api
        self._processes = processes
        self._count = 0

    def spawn(self, *arguments, session=None, resume=None, cwd=None, env=None, **more):
        """A new run: of a new session, of `session` (--session-id) or of `resume` (--resume)."""
        if resume:
            arguments = ("--resume", resume, *arguments)
        else:
            session = session or new_id()
            arguments = ("--session-id", session, *arguments)
        self._count += 1
        stderr_path = os.path.join(self._home.tmp, f"stderr{self._count}")
        return self._processes.add(Claude(
            self.command, arguments, self._home.env(self._api.url, **(env or {})),
            cwd or self._home.project, stderr_path, resume or session, **more))

    def records(self, session, cwd=None):
        """The whole lines of a session's transcript, parsed; none if there is no file."""
        path = self._home.transcript_path(session, cwd)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in data[:data.rfind(b"\n") + 1].split(b"\n")[:-1]]

    def wait_record(self, session, condition, what="a record", seconds=wait.SECONDS):
        """The first record of the transcript that satisfies the condition."""
        return wait.until(lambda: next(filter(condition, self.records(session)), None), seconds,
                          what)
