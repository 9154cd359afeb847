"""A daemon that is killed at any moment: each prompt runs once, each answer is delivered once."""

import glob
import os
import random
import signal
import sqlite3

import pytest

import runner
import scripted

SETTLE_SECONDS = 60


@pytest.fixture
def host(home):
    machine = scripted.Host(home, agent__idle_seconds=1)
    yield machine
    machine.end()


class Client:
    """Keeps at it, as a client does: a lost link is made anew, an unconfirmed request repeated."""

    def __init__(self, host):
        self.host = host
        self.link = host.link()

    def __call__(self, method, **params):
        while True:
            try:
                return self.link.request(method, **params)
            except (ConnectionError, BrokenPipeError):
                self.link = self.host.link()


def check_spools(host):
    """Every run's in.ndjson is what the rows say, byte by byte."""
    base = sqlite3.connect(f"file:{host.state}/ccr.db?mode=ro", uri=True)
    lines = {}
    for run, offset, content in base.execute("SELECT run, offset, content FROM line ORDER BY offset"):
        text = lines.setdefault(run, b"")
        assert offset == len(text), "the rows follow each other"
        lines[run] = text + content.encode()
    live = {row[0] for row in base.execute("SELECT run FROM run WHERE state = 'live'")}
    base.close()
    for run, text in lines.items():
        path = os.path.join(host.state, "runs", run, "in.ndjson")
        if not os.path.exists(path):
            continue
        with open(path, "rb") as file:
            written = file.read()
        assert written == text or (run not in live and text.startswith(written)), run


def prompt(random_, number):
    return f"P{number} " + random_.choice(["say:ok", "ask say:ok", "say:ok", "die:0", "early:0"])


@pytest.mark.parametrize("seed", range(6))
def test_prompts_and_answers_survive_a_daemon_killed_again_and_again(host, seed):
    chance = random.Random(seed)
    client = Client(host)
    tasks, sessions, texts = [], [], {}
    for number in range(10):
        task = runner.new_id()
        texts[task] = prompt(chance, number)
        asked = {"task": task, "prompt": texts[task]}
        if sessions and chance.random() < 0.5:
            asked.update(session=chance.choice(sessions), steer=chance.random() < 0.3)
        else:
            asked["project"] = host.home.project
        killer = runner.threading.Timer(chance.random() * 0.08, _kill, (host,))
        killer.start()
        sessions.append(client("task/submit", **asked)["session"])
        tasks.append(task)
        _answer_all(client)
        if chance.random() < 0.2:
            _try(client, "session/interrupt", session=sessions[-1])
        killer.join()
    _settle(client, tasks)
    for task in tasks:
        done = client("task/get", task=task)
        ran = host.ran(task)
        assert ran <= 1, (texts[task], done, ran)
        if done["state"] == "completed":
            assert ran == 1, (texts[task], done)
    check_spools(host)
    base = sqlite3.connect(f"file:{host.state}/ccr.db?mode=ro", uri=True)
    answered = base.execute("SELECT count(*) FROM ask WHERE state IN ('delivered')").fetchone()[0]
    lines = base.execute("SELECT count(*), count(DISTINCT ref) FROM line WHERE kind = 'answer'")
    count, different = lines.fetchone()
    base.close()
    assert count == different, "no answer is given twice"
    assert answered <= len(host.read("answers")) <= count


def _kill(host):
    pid = host.daemon_pid()
    if pid:
        runner.kill(pid, signal.SIGKILL)


def _try(client, method, **params):
    try:
        client(method, **params)
    except runner.Refused as error:
        assert error.kind in ("conflict", "not_found"), error


def _answer_all(client):
    for ask in client("ask/list")["asks"]:
        _try(client, "ask/answer", ask=ask["ask"], choice="allow")


def _settle(client, tasks):
    last = []

    def ended():
        _answer_all(client)
        last[:] = [client("task/get", task=task) for task in tasks]
        return all(t["state"] in ("completed", "failed", "cancelled", "interrupted") for t in last)

    try:
        runner.wait.until(ended, SETTLE_SECONDS, "the end of every task")
    except AssertionError as error:
        waiting = [t for t in last if t["ended_at"] is None]
        raise AssertionError(f"{error}: {waiting}\n{client.host.log()}") from None


def test_a_serve_that_is_killed_in_the_middle_of_a_line_submits_nothing(host):
    link = host.link()
    task = runner.new_id()
    link.request("ping")
    link.send_raw(b'{"jsonrpc":"2.0","id":1,"method":"task/submit","params":{"task":"%s","prompt":"x'
                  % task.encode())
    link.close(signal.SIGKILL)
    with pytest.raises(runner.Refused) as refused:
        host.link().request("task/get", task=task)
    assert refused.value.kind == "not_found"
    assert not glob.glob(os.path.join(host.state, "runs", "*"))
