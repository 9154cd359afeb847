"""A stand-in for the Anthropic Messages API on 127.0.0.1, told by each prompt what to answer.

The directives a prompt may carry are described in api_script.py. In a test:

    with Api() as api:
        ... run the CLI with ANTHROPIC_BASE_URL=api.url and "[[hold: go]] [[say: hi]]" ...
        api.wait_held("go")
        api.release("go")
        assert api.turns_with("say: hi") == 1
        assert api.violations == []

Alone, for programs in other languages: `python3 api.py [--port-file FILE] [--log FILE]` prints its
URL, and runs until SIGTERM, or until end of file if stdin is a pipe. The log has one line a request
when it arrives ("event":"request") and one when it was answered ("event":"answer", same "id").

    /_control/release?gate=NAME     opens a gate
    /_control/held?gate=NAME        waits up to a minute until a stream is held there; 504 if none is
    /_control/log                   all records, a JSON array
    /_control/turns?text=TEXT       {"turns": N}
    /_control/violations            a JSON array of sentences

A record: id, time (Unix, float), kind ("main" the conversation, "agent" a subagent's, "side"
titles, probes and summaries, "count", "other"), model, session, texts (all real user texts,
oldest first), prompt (the newest one; prompts merged into one turn are joined by newlines), results
(the newest tool results: tool_use_id, is_error, text), round (0 for the request that brought the
prompt), turn (true if a turn, or a message slipped into one, began here and this is no repetition of
a request that failed), status, outcome ("running", "done", "error", "dropped" by the script, "gone":
the client left), tools (their names), body.

A prompt handed over again after its process died counts as a new turn, unless the request before
had failed and the conversation is the same to the letter: that looks like the CLI trying again.
"""

import argparse
import http.server
import json
import os
import signal
import socket
import stat
import sys
import threading
import time
import urllib.parse

import api_answer
import api_request
import api_script
import api_stream

MAX_BODY = 64 * 1024 * 1024
HELD_SECONDS = 60


class Gates:
    """Named gates: closed at first, open for good once released."""

    def __init__(self):
        self._changed = threading.Condition()
        self._open = set()
        self._held = set()
        self._all_open = False

    def is_open(self, name):
        with self._changed:
            return self._all_open or name in self._open

    def hold(self, name):
        with self._changed:
            self._held.add(name)
            self._changed.notify_all()

    def leave(self, name):
        with self._changed:
            self._held.discard(name)

    def release(self, name):
        with self._changed:
            self._open.add(name)
            self._changed.notify_all()

    def release_all(self):
        with self._changed:
            self._all_open = True

    def wait_held(self, name, seconds):
        with self._changed:
            return self._changed.wait_for(lambda: name in self._held, seconds)


class Api:
    """The server and all it heard: `url`, `port`, `requests` (records), `violations` (texts)."""

    def __init__(self, log=None):
        self.requests = []
        self.violations = []
        self._log = log
        self._lock = threading.Lock()
        self._gates = Gates()
        self._failures = {}
        self._last = {}
        self._server = Server(self)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,),
                                        daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        self._gates.release_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def release(self, gate):
        self._gates.release(gate)

    def wait_held(self, gate, seconds=HELD_SECONDS):
        """Returns when a stream waits at the gate; TimeoutError if none came."""
        if not self._gates.wait_held(gate, seconds):
            raise TimeoutError(f"no stream reached the gate {gate!r} in {seconds} s")

    def main_requests(self):
        """The records of the conversation itself, subagents and side requests left out."""
        with self._lock:
            return [record for record in self.requests if record["kind"] == "main"]

    def turns_with(self, text):
        """How many times a turn (or a message slipped into one) began with this text in it."""
        return sum(record["turn"] and text in record["prompt"] for record in self.main_requests())

    def note(self, sentence):
        with self._lock:
            self.violations.append(sentence)

    def enter(self, fields):
        """Adds a record of a request that has just arrived and returns it."""
        with self._lock:
            record = dict({"id": len(self.requests) + 1, "time": time.time(), "model": None,
                           "session": None, "texts": [], "prompt": "", "results": [], "round": 0,
                           "turn": False, "status": None, "outcome": "running", "tools": [],
                           "body": None}, **fields)
            self.requests.append(record)
            self._write({"event": "request", **{k: v for k, v in record.items() if k != "body"}})
        return record

    def leave(self, record, outcome, status=None):
        with self._lock:
            record["outcome"] = outcome
            record["status"] = status
            self._write({"event": "answer", "id": record["id"], "time": time.time(),
                         "outcome": outcome, "status": status})
            last = self._last.get(record["session"])
            if record["kind"] == "main" and last and last["request"] == record["id"]:
                last["repeatable"] = outcome in ("error", "dropped")

    def prompt_of(self, request):
        """The texts of the newest prompt and whether a turn begins with this request.

        A prompt whose request failed stands in the session's next request again, with the next
        prompt and no answer between: it is taken off the front. The same texts again are the CLI
        trying again.
        """
        newest = request.newest()
        digest = request.digest()
        with self._lock:
            last = self._last.setdefault(request.session, {"texts": [], "start": -1, "old": [],
                                                           "repeatable": False, "digest": ""})
            again = last["repeatable"] and last["digest"] == digest
            if last["start"] == newest.start and _begins(newest.texts, last["texts"]):
                last["old"] = last["texts"]
            elif last["start"] != newest.start:
                last["old"] = []
            if request.kind == "main":
                last.update(texts=newest.texts, start=newest.start, digest=digest,
                            repeatable=False, request=len(self.requests) + 1)
            old = last["old"] if _begins(newest.texts, last["old"]) else []
        return newest.texts[len(old):], request.is_unanswered() and not again

    def fails(self, key, times):
        """True while a scripted failure has not been played `times` times (None: always)."""
        with self._lock:
            self._failures[key] = self._failures.get(key, 0) + 1
            return times is None or self._failures[key] <= times

    def hold(self, gate, stream):
        self._gates.hold(gate)
        try:
            while not self._gates.is_open(gate):
                stream.wait(1.0, until=lambda: self._gates.is_open(gate))
        finally:
            self._gates.leave(gate)

    def _write(self, line):
        if self._log:
            self._log.write(json.dumps(line) + "\n")
            self._log.flush()


def _begins(texts, start):
    return len(texts) > len(start) and texts[:len(start)] == start


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, api):
        self.api = api
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.api.note(f"the stand-in itself failed: {error!r}")
            super().handle_error(request, client_address)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self._send(200, b"")

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path)
        if path.path.startswith("/_control/"):
            self._control(path.path, dict(urllib.parse.parse_qsl(path.query)))
        else:
            self._unknown()

    def do_POST(self):
        path = urllib.parse.urlsplit(self.path).path
        body = self._body()
        if path.startswith("/_control/"):
            self.do_GET()
        elif path == "/v1/messages":
            self._messages(body)
        elif path == "/v1/messages/count_tokens":
            record = self.server.api.enter({"kind": "count"})
            self.send_json(200, {"input_tokens": max(1, len(body) // 4)})
            self.server.api.leave(record, "done", 200)
        else:
            self._unknown()

    def _body(self):
        length = int(self.headers.get("content-length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            raise OSError("a body over 64 MiB")
        return self.rfile.read(length)

    def _send(self, status, data, kind="application/json", headers=()):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for key, value in headers:
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_json(self, status, value, headers=()):
        self._send(status, json.dumps(value).encode(), headers=headers)

    def send_failure(self, status, message, headers=()):
        request_id = api_stream.make_id("req_")
        self.send_json(status, api_stream.error_body(status, message, request_id),
                   [("request-id", request_id), *headers])

    def _unknown(self):
        record = self.server.api.enter({"kind": "other", "prompt": f"{self.command} {self.path}"})
        self.send_failure(404, "Not found")
        self.server.api.leave(record, "error", 404)

    def _control(self, path, query):
        api = self.server.api
        if path == "/_control/release" and query.get("gate"):
            api.release(query["gate"])
            self.send_json(200, {})
        elif path == "/_control/held" and query.get("gate"):
            try:
                api.wait_held(query["gate"])
                self.send_json(200, {})
            except TimeoutError as error:
                self.send_json(504, {"error": str(error)})
        elif path == "/_control/log":
            self.send_json(200, api.requests)
        elif path == "/_control/turns" and query.get("text"):
            self.send_json(200, {"turns": api.turns_with(query["text"])})
        elif path == "/_control/violations":
            self.send_json(200, api.violations)
        else:
            self.send_json(404, {"error": "no such control path, or its parameter is missing"})

    def _messages(self, data):
        api = self.server.api
        headers = {key.lower(): value for key, value in self.headers.items()}
        try:
            body = json.loads(data)
        except ValueError as error:
            api.note(f"a body that is not JSON: {error}")
            self.send_failure(400, "The request body is not valid JSON")
            return
        wrong = api_request.violations(body, headers)
        for sentence in wrong:
            api.note(sentence)
        if wrong:
            self.send_failure(400, "; ".join(wrong))
            return
        request = api_request.Request(body, headers)
        texts, turn = api.prompt_of(request)
        record = api.enter({
            "kind": request.kind, "model": request.model, "session": request.session,
            "texts": request.texts(), "prompt": "\n".join(texts), "results": request.results,
            "round": request.answers - request.newest().start, "turn": turn, "body": body,
            "tools": [tool.get("name") for tool in body.get("tools") or []]})
        try:
            api_answer.play(api, self, request, texts, lambda: api.leave(record, "done", 200))
        except api_answer.Failed as failure:
            api.leave(record, "error", failure.status)
            self.send_failure(failure.status, failure.message, failure.headers)
        except api_stream.Dropped:
            api.leave(record, "dropped", 200)
            self._cut()
        except api_stream.Gone:
            api.leave(record, "gone")
            self.close_connection = True
        except api_script.ScriptError as error:
            api.note(str(error))
            api.leave(record, "error", 400)
            self.send_failure(400, f"script: {error}")

    def _cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def write_whole(path, text):
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".tmp", path)


def main():
    parser = argparse.ArgumentParser(description="a stand-in for the Anthropic Messages API")
    parser.add_argument("--port-file", help="gets the port number, written whole")
    parser.add_argument("--log", help="gets the requests and answers, one JSON object a line")
    options = parser.parse_args()
    end = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: end.set())
    signal.signal(signal.SIGINT, lambda *_: end.set())
    log = open(options.log, "a", encoding="utf-8") if options.log else None
    with Api(log) as api:
        if options.port_file:
            write_whole(options.port_file, f"{api.port}\n")
        print(api.url, flush=True)
        if stat.S_ISFIFO(os.fstat(0).st_mode):
            threading.Thread(target=lambda: (sys.stdin.buffer.read(), end.set()),
                             daemon=True).start()
        end.wait()


if __name__ == "__main__":
    main()
