"""The protocol abused: every answer is an answer, nobody else notices, and memory is bounded."""

import json
import os
import socket

import pytest

import runner
import scripted

# Every method, the least scope it takes, and the members of its params.
METHODS = {
    "hello": ("read", "protocol client capabilities"),
    "ping": ("read", ""),
    "task/submit": ("full", "task prompt project session fork steer name model permission_mode at "
                            "timeout_ms max_budget_usd"),
    "task/list": ("read", "state limit offset"),
    "task/get": ("read", "task"),
    "task/cancel": ("full", "task"),
    "task/retry": ("full", "task again"),
    "session/list": ("read", "project limit offset"),
    "session/get": ("read", "session"),
    "session/window": ("read", "session from after before limit bytes"),
    "session/page": ("read", "session cursor offset"),
    "session/watch": ("read", "session after live"),
    "session/unwatch": ("read", "session"),
    "session/ack": ("read", "session revision"),
    "session/interrupt": ("full", "session"),
    "session/release": ("full", "session"),
    "ask/list": ("read", "state"),
    "ask/get": ("read", "ask"),
    "ask/input": ("read", "ask offset"),
    "ask/answer": ("answer", "ask choice rule text"),
    "home/watch": ("read", ""),
    "host/check": ("read", ""),
    "audit/list": ("full", "limit offset"),
}
SCOPES = ["read", "answer", "full"]
ODD = [None, True, 0, -1, 1 << 62, -(1 << 62), 1e308, "", " ", "x", "\u00e9" * 700, "\U0001f600" * 200,
       "a\0b", "\x1b[31m", "../../etc/passwd", "%s%n", [], {}, [[]], {"a": {"b": []}}, "x" * 100000]


@pytest.fixture
def host(home):
    machine = scripted.Host(home)
    yield machine
    machine.end()


@pytest.fixture
def link(host):
    return host.link()


def kind_of(link, method, **params):
    """None for a result, else the error's kind."""
    try:
        link.request(method, **params)
    except runner.Refused as refused:
        return refused.kind
    return None


@pytest.mark.parametrize("scope", SCOPES)
def test_each_method_takes_its_scope(host, scope):
    scoped = host.link(args=["--scope", scope])
    for method, (least, _) in METHODS.items():
        allowed = SCOPES.index(scope) >= SCOPES.index(least)
        assert (kind_of(scoped, method) == "policy") == (not allowed), method


def test_the_table_above_is_the_whole_table():
    path = os.path.join(os.path.dirname(__file__), "..", "..", "remote", "daemon", "table.c")
    with open(path, encoding="utf-8") as file:
        rows = [line.split('"')[1] for line in file if line.startswith('    {"')]
    assert sorted(rows) == sorted(METHODS)


@pytest.mark.parametrize("method", [m for m, (_, members) in METHODS.items() if members])
def test_a_wrong_value_in_any_member_is_answered(host, link, method):
    done = link.until_ended(link.submit("One say:ok"))
    good = {"task": done["task"], "session": done["session"], "ask": done["task"],
            "project": host.home.project, "prompt": "/clear"}
    if method == "task/submit":
        good.update(task=None, session=None)
    members = METHODS[method][1].split()
    for member in members:
        for value in ODD:
            params = {m: good[m] for m in members if m in good}
            if method == "task/submit":
                params.update(task=runner.new_id(), at="2099-01-01T00:00:00Z")
                params.pop("session", None)
            params[member] = value
            assert kind_of(link, method, **params) != "runner", (member, value)
    assert link.request("ping")


def test_params_that_are_no_object_are_answered(link):
    for params in ([], [1], None, "text", 5):
        for method in METHODS:
            link._number += 1
            message = {"jsonrpc": "2.0", "id": link._number, "method": method, "params": params}
            link.send_raw(json.dumps(message).encode() + b"\n")
            try:
                link.answer(link._number)
            except runner.Refused:
                pass


@pytest.mark.parametrize("text", ["[" * 100000, '{"a":' * 100000,
                                  '{"jsonrpc":"2.0","id":1,"method":"ping","params":' + '{"a":' * 3000
                                  + "1" + "}" * 3000 + "}"])
def test_deep_nesting_harms_nobody(host, text):
    link, other = host.link(), host.link()
    other.request("ping")
    try:
        link.send_raw(text.encode() + b"\n")
    except BrokenPipeError:
        pass
    assert other.request("ping")


def test_an_id_of_any_kind_comes_back(host):
    for number in ("text", 5, -1, 1.5, "\u00e9" * 1000, "x" * 10000):
        sock = connect(host)
        sock.sendall(json.dumps({"jsonrpc": "2.0", "id": number, "method": "ping"}).encode() + b"\n")
        line = sock.makefile("rb").readline()
        assert json.loads(line)["id"] == number
        sock.close()


def connect(host):
    """A greeted connection to the daemon's socket itself."""
    if not host.daemon_pid():
        host.link().request("ping")
    sock = socket.socket(socket.AF_UNIX)
    sock.settimeout(20)
    sock.connect(os.path.join(host.state, "socket"))
    sock.sendall(b"ccr 1 0.0.1+0 full abuser\n")
    assert sock.recv(6) == b"newer\n"
    return sock


def resident(host):
    """MiB."""
    with open(f"/proc/{host.daemon_pid()}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def test_ten_thousand_requests_at_once_are_all_answered(link):
    numbers = [link.send("ping") for _ in range(10000)]
    for number in numbers:
        assert link.answer(number)["time"]


def test_a_client_that_never_reads_is_not_read_for_ever(host, link):
    link.until_ended(link.submit("One say:ok " + "x" * 100000))
    before = resident(host)
    sock = connect(host)
    sock.setblocking(False)
    line = b'{"jsonrpc":"2.0","id":1,"method":"task/list"}\n' * 100
    sent = 0
    for _ in range(2000):
        try:
            sent += sock.send(line)
        except BlockingIOError:
            if not _moves(sock, line, link):
                break
    assert sent < 2000 * len(line), "it is stopped"
    assert link.request("ping"), "the others are served"
    assert resident(host) - before < 64
    sock.close()


def _moves(sock, line, link):
    """True when the socket takes more after the daemon was seen at work."""
    for _ in range(20):
        link.request("ping")
        try:
            return sock.send(line) > 0
        except BlockingIOError:
            continue
    return False


def test_a_thousand_watches_are_bounded(host, link):
    done = link.until_ended(link.submit("One say:ok"))
    for _ in range(1000):
        link.request("session/watch", session=done["session"])
    sessions = []
    for number in range(150):
        sessions.append(link.submit(f"Later{number}", at="2099-01-01T00:00:00Z")["session"])
    kinds = [kind_of(link, "session/watch", session=session) for session in sessions]
    assert kinds.count("too_large") == 150 - 99, kinds
    link.request("session/unwatch", session=done["session"])
    assert kind_of(link, "session/watch", session=sessions[-1]) is None


def test_more_connections_than_the_most_are_turned_away(host, link):
    link.request("ping")
    socks = []
    refused = 0
    for _ in range(300):
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(20)
        sock.connect(os.path.join(host.state, "socket"))
        socks.append(sock)
        try:
            sock.sendall(b"ccr 1 0.0.1+0 full abuser\n")
            refused += sock.recv(6) != b"newer\n"
        except (ConnectionError, BrokenPipeError):
            refused += 1
    assert 300 - refused == 255, "256 with the first"
    assert link.request("ping")
    for sock in socks:
        sock.close()
    runner.wait.until(lambda: kind_of(host.link(), "ping") is None, what="room again")
