"""One request to the Messages API as the stand-in understands it, and what is wrong with it."""

import json
import re

REMINDER = re.compile(r"<system-reminder>.*?</system-reminder>", re.S)
QUEUED = re.compile(
    r"(?:<system-reminder>\s*)?The user (?:has )?sent (?:a new message while you were working|"
    r"the following message|a new message):?\s*\n(.*?)"
    r"(?:\n+(?:IMPORTANT|This is how|Please address)[^\n]*(?:\n[^\n<]*)*)?\s*(?:</system-reminder>\s*)?\Z",
    re.S)
INTERRUPTED = "[Request interrupted by user"
WRAPPERS = (
    "<command-name>", "<command-message>", "<local-command-", "<task-notification>",
    "<bash-input>", "<bash-stdout>", "<tick>", "<goal>", "<session-start-hook>", "<ide_",
    INTERRUPTED, "Continue from where you left off.", "No response requested.",
    "This session is being continued from a previous conversation",
)
SUMMARY = "Your task is to create a detailed summary of"


def blocks(message):
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return content if isinstance(content, list) else []


def real_text(text):
    """What the user typed in a text block, "" for the CLI's own words; and if it was slipped in."""
    queued = QUEUED.match(text.strip())
    if queued:
        return queued.group(1).strip(), True
    text = REMINDER.sub("", text).strip()
    if text.startswith(WRAPPERS):
        return "", False
    return text, False


def result_text(block):
    content = block.get("content")
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [] if isinstance(part, dict))


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

    def is_unanswered(self):
        return bool(self.prompts) and self.newest().start == self.answers

    def _add(self, message, role):
        for block in blocks(message):
            if block.get("type") == "tool_result":
                self.results.append({"tool_use_id": block.get("tool_use_id"),
                                     "is_error": bool(block.get("is_error")),
                                     "text": result_text(block)})
            elif block.get("type") == "text":
                self._add_text(block.get("text", ""), role)

    def _add_text(self, text, role):
        if text.startswith(INTERRUPTED) and self.is_unanswered():
            self.prompts.pop()
        text, queued = real_text(text)
        if not text or (role == "system" and not queued):
            return
        if not self.is_unanswered():
            self.prompts.append(Prompt(self.answers))
        self.newest().add(text, queued)

    def _kind(self):
        if not self.body.get("tools") or self.body.get("max_tokens") == 1:
            return "side"
        if SUMMARY in self.newest().texts[-1:]:
            return "side"
        system = json.dumps(self.body.get("system", ""))
        return "agent" if "cc_is_subagent=true" in system else "main"


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
    return wrong + _wrong_messages(body["messages"], "mid-conversation-system" in
                                   headers.get("anthropic-beta", ""))


def _wrong_messages(messages, system_allowed):
    wrong = []
    if not messages or messages[0].get("role") != "user":
        wrong.append("the first message is not the user's")
    before = None
    open_calls = set()
    for number, message in enumerate(messages):
        role = message.get("role")
        if role not in ("user", "assistant") and not (role == "system" and system_allowed):
            wrong.append(f"message {number} has the role {role!r}")
        if role == before:
            wrong.append(f"messages {number - 1} and {number} have the same role {role!r}")
        before = role
        wrong += _wrong_blocks(number, message, open_calls)
    if open_calls:
        wrong.append(f"no result for {sorted(open_calls)}")
    return wrong


def _wrong_blocks(number, message, open_calls):
    """Checks one message; open_calls is emptied by results and filled by calls."""
    wrong = []
    if not blocks(message):
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
