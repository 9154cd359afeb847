"""One request to the Messages API as the stand-in understands it, and what is wrong with it."""

import hashlib
import json
import re

REMINDER = re.compile(r"<system-reminder>(.*?)</system-reminder>", re.S)
QUEUED = re.compile(
    r"\s*(?:The user sent a new message while you were working|The user sent the following message)"
    r":\s*\n(.*?)\s*(?:\n\n(?:IMPORTANT|This is|Please)[^\n]*\s*)?\Z", re.S)
INTERRUPTED = "[Request interrupted by user"
WRAPPERS = (
    "<command-name>", "<command-message>", "<local-command-", "<task-notification>",
    "[SYSTEM NOTIFICATION",
    "<bash-input>", "<bash-stdout>", "<tick>", "<goal>", "<session-start-hook>", "<ide_",
    INTERRUPTED, "Continue from where you left off.", "No response requested.",
    "Output token limit hit.", "Your response was cut off because it exceeded",
    "Your response above was cut off mid-stream.",
    "This session is being continued from a previous conversation",
)
SUBAGENT = ("cc_is_subagent=true", "You are an agent for Claude Code")
SUMMARY = "Your task is to create a detailed summary of"


def blocks(message):
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return content if isinstance(content, list) else []


def queued_texts(text):
    """What the user sent while the model worked, as the CLI slips it in: bare or as reminders."""
    found = [QUEUED.match(text)] + [QUEUED.match(one) for one in REMINDER.findall(text)]
    return [match.group(1) for match in found if match]


def real_text(text):
    """What the user typed in a text block, "" for the CLI's own words."""
    text = REMINDER.sub("", text).strip()
    return "" if text.startswith(WRAPPERS) or QUEUED.match(text) else text


def result_text(block):
    """What a tool said, without the reminders that the CLI adds to it."""
    content = block.get("content")
    if not isinstance(content, str):
        content = "\n".join(part.get("text", "") for part in content or []
                            if isinstance(part, dict))
    return REMINDER.sub("", content).strip(), queued_texts(content)


class Prompt:
    """What the user said between two answers: usually one text, more if the CLI merged some.

    `start` is the number of answers before it. `queued`: all of it was slipped into a running turn.
    """

    def __init__(self, start):
        self.start = start
        self.texts = []
        self.queued = True

    def add(self, text, queued):
        self.texts.append(text)
        self.queued = self.queued and queued


class Request:
    """A parsed body: `session`, `model`, `kind`, the user's prompts and the newest tool results.

    kind is "main" (the conversation), "agent" (a subagent's) or "side" (titles, probes, summaries).
    `answers` counts the assistant's messages; a prompt with start == answers is not answered yet.
    """

    def __init__(self, body, headers):
        self.body = body
        self.model = body.get("model", "")
        self.messages = body["messages"]
        self.session = headers.get("x-claude-code-session-id") or _session(body)
        self.prompts = []
        self.results = []
        self.answers = 0
        before = None
        for message in self.messages:
            role = message.get("role")
            if role == "assistant" and before != "assistant":
                self.answers += 1
                self.results = []
            elif role != "assistant":
                self._add(message, role)
            before = role if role != "system" else before
        self.kind = self._kind()

    def texts(self):
        """All real user texts, oldest first."""
        return [text for prompt in self.prompts for text in prompt.texts]

    def newest(self):
        """The newest Prompt, answered or not; an empty one if there is none."""
        return self.prompts[-1] if self.prompts else Prompt(0)

    def digest(self):
        """The same for the same conversation: notes of the CLI between the messages left out."""
        said = [message for message in self.messages if message.get("role") != "system"]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def is_unanswered(self):
        return bool(self.prompts) and self.newest().start == self.answers

    def _add(self, message, role):
        for block in blocks(message):
            if block.get("type") == "tool_result":
                text, queued = result_text(block)
                self.results.append({"tool_use_id": block.get("tool_use_id"),
                                     "is_error": bool(block.get("is_error")), "text": text})
                self._add_texts(queued, True)
            elif block.get("type") == "text":
                text = block.get("text", "")
                if text.startswith(INTERRUPTED) and self.is_unanswered():
                    self.prompts.pop()
                self._add_texts(queued_texts(text), True)
                if role == "user" and real_text(text):
                    self._add_texts([real_text(text)], False)

    def _add_texts(self, texts, queued):
        for text in texts:
            if not self.is_unanswered():
                self.prompts.append(Prompt(self.answers))
            self.newest().add(text, queued)

    def _kind(self):
        if not self.body.get("tools") or self.body.get("max_tokens") == 1:
            return "side"
        if self.is_unanswered() and SUMMARY in self.newest().texts[-1]:
            return "side"
        system = json.dumps(self.body.get("system", ""))
        return "agent" if any(mark in system for mark in SUBAGENT) else "main"


def _session(body):
    user = (body.get("metadata") or {}).get("user_id", "")
    try:
        return json.loads(user).get("session_id", "")
    except (ValueError, AttributeError):
        return user.rpartition("_session_")[2]


def violations(body, headers):
    """What the public description of POST /v1/messages does not allow, as a list of sentences."""
    wrong = []
    if "json" not in headers.get("content-type", ""):
        wrong.append("content-type is not JSON")
    if not headers.get("anthropic-version"):
        wrong.append("no anthropic-version header")
    if not headers.get("x-api-key") and not headers.get("authorization"):
        wrong.append("neither x-api-key nor authorization header")
    for key, kind in (("model", str), ("messages", list)):
        if not isinstance(body.get(key), kind):
            wrong.append(f"{key} is missing or no {kind.__name__}")
            return wrong
    if not isinstance(body.get("stream", False), bool):
        wrong.append("stream is no boolean")
    names = [tool.get("name") for tool in body.get("tools") or []]
    if len(names) != len(set(names)):
        wrong.append("two tools of one name")
    return wrong + _wrong_messages(body["messages"])


def _wrong_messages(messages):
    """Roles and calls. Two messages of one role in a row are allowed: the API joins them."""
    wrong = []
    if not messages or messages[0].get("role") != "user":
        wrong.append("the first message is not the user's")
    open_calls = set()
    for number, message in enumerate(messages):
        role = message.get("role")
        if role not in ("user", "assistant", "system"):
            wrong.append(f"message {number} has the role {role!r}")
        wrong += _wrong_blocks(number, message, open_calls)
    if open_calls:
        wrong.append(f"no result for {sorted(open_calls)}")
    return wrong


def _wrong_blocks(number, message, open_calls):
    """Checks one message; open_calls is emptied by results and filled by calls."""
    wrong = []
    if not blocks(message) and message.get("role") != "system":
        wrong.append(f"message {number} is empty")
    calls = set()
    for block in blocks(message):
        kind = block.get("type")
        if kind == "text" and not block.get("text", "").strip():
            wrong.append(f"message {number} has an empty text block")
        if kind == "tool_use":
            calls.add(block.get("id"))
        if kind == "tool_result":
            if block.get("tool_use_id") not in open_calls:
                wrong.append(f"message {number}: result of unknown {block.get('tool_use_id')}")
            open_calls.discard(block.get("tool_use_id"))
    if open_calls and message.get("role") != "system":
        wrong.append(f"message {number} leaves {sorted(open_calls)} without a result")
        open_calls.clear()
    open_calls |= calls
    return wrong
