"""The answer of the stand-in API: server-sent events, or one JSON message."""

import json
import secrets
import select
import socket
import string
import time

LETTERS = string.ascii_letters + string.digits
ERRORS = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error",
          404: "not_found_error", 413: "request_too_large", 429: "rate_limit_error",
          500: "api_error", 529: "overloaded_error"}


class Gone(Exception):
    """The client closed the connection before the answer was complete."""


class Dropped(Exception):
    """The script asked to cut the connection here."""


def make_id(prefix):
    return prefix + "01" + "".join(secrets.choice(LETTERS) for _ in range(22))


def error_body(status, message, request_id):
    return {"type": "error", "request_id": request_id,
            "error": {"type": ERRORS.get(status, "api_error"), "message": message}}


def client_gone(connection):
    """True once the other end closed: nothing may be sent during an answer, so data means that."""
    readable, _, _ = select.select([connection], [], [], 0)
    if not readable:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True


def split_words(text):
    """The pieces a text is streamed in; together they are the text."""
    pieces = []
    for word in text.split(" "):
        pieces.append(word if not pieces else " " + word)
    return pieces


class Stream:
    """Writes one message as events in chunks; keeps the blocks, so that it can also be one JSON.

    With `handler` None nothing is sent: the message is only put together.
    """

    def __init__(self, handler, model, usage, request_id):
        self.handler = handler
        self.model = model
        self.usage = usage
        self.request_id = request_id
        self.message_id = make_id("msg_")
        self.content = []
        self.stop_reason = "end_turn"

    def start(self):
        if self.handler:
            self.handler.send_response(200)
            self.handler.send_header("content-type", "text/event-stream; charset=utf-8")
            self.handler.send_header("cache-control", "no-cache")
            self.handler.send_header("request-id", self.request_id)
            self.handler.send_header("transfer-encoding", "chunked")
            self.handler.end_headers()
        self.event("message_start", message=dict(self._shell(), usage=dict(
            self.usage, output_tokens=1)))
        self.event("ping")

    def close(self):
        """Everything but the last event."""
        if self.stop_reason == "end_turn" and any(b["type"] == "tool_use" for b in self.content):
            self.stop_reason = "tool_use"
        self.event("message_delta", delta={"stop_reason": self.stop_reason, "stop_sequence": None},
                   usage=self.usage)

    def finish(self):
        self.event("message_stop")
        if self.handler:
            self._write(b"0\r\n\r\n")

    def message(self):
        return dict(self._shell(), content=self.content, stop_reason=self.stop_reason,
                    usage=self.usage)

    def text(self, pieces, delay=0.0):
        index = self._open({"type": "text", "text": ""})
        for number, piece in enumerate(pieces):
            if number and delay:
                self.wait(delay)
            self._delta(index, "text_delta", text=piece)
            self.content[index]["text"] += piece
        self._close(index)

    def cut_text(self, pieces):
        """A text block that never ends: the connection is cut after the pieces."""
        index = self._open({"type": "text", "text": ""})
        for piece in pieces:
            self._delta(index, "text_delta", text=piece)
        raise Dropped

    def thinking(self, text):
        index = self._open({"type": "thinking", "thinking": "", "signature": ""})
        for piece in split_words(text):
            self._delta(index, "thinking_delta", thinking=piece)
        signature = secrets.token_urlsafe(60)
        self._delta(index, "signature_delta", signature=signature)
        self.content[index].update(thinking=text, signature=signature)
        self._close(index)

    def tool(self, name, data):
        call = {"type": "tool_use", "id": make_id("toolu_"), "name": name, "input": {}}
        index = self._open(call)
        text = json.dumps(data)
        third = len(text) // 3 + 1
        for piece in ["", text[:third], text[third:2 * third], text[2 * third:]]:
            self._delta(index, "input_json_delta", partial_json=piece)
        self.content[index]["input"] = data
        self._close(index)

    def wait(self, seconds, until=lambda: False):
        """Sleeps `seconds`, less when `until` says so; Gone when the client left."""
        end = time.monotonic() + seconds
        while not until():
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.02))
            if self.handler and client_gone(self.handler.connection):
                raise Gone

    def event(self, kind, **fields):
        if not self.handler:
            return
        data = json.dumps(dict(type=kind, **fields))
        event = f"event: {kind}\ndata: {data}\n\n".encode()
        self._write(b"%x\r\n%s\r\n" % (len(event), event))

    def _shell(self):
        return {"id": self.message_id, "type": "message", "role": "assistant",
                "model": self.model, "content": [], "stop_reason": None, "stop_sequence": None}

    def _open(self, block):
        self.event("content_block_start", index=len(self.content), content_block=block)
        self.content.append(dict(block))
        return len(self.content) - 1

    def _delta(self, index, kind, **fields):
        self.event("content_block_delta", index=index, delta=dict(type=kind, **fields))

    def _close(self, index):
        self.event("content_block_stop", index=index)

    def _write(self, data):
        if client_gone(self.handler.connection):
            raise Gone
        try:
            self.handler.wfile.write(data)
        except OSError:
            raise Gone from None
