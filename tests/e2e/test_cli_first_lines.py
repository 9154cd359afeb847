"""What a client makes of what a host says first, and of its refusals; played by a script."""

import uuid

import pytest

from objects import TASK, ask, error, result, task


def test_noise_before_the_protocol_is_skipped(ccr):
    ccr.fake(noise="Welcome!\n\033]0;mini\007", answers={"task/list": [result({"tasks": [task()]})]})
    done = ccr("-H", "fake", "tasks", "--json")
    assert done.status == 0 and done.json()[0]["task"] == TASK, done


def test_the_client_keeps_to_the_protocol(ccr):
    fake = ccr.fake(answers={"task/list": [result({"tasks": []})]})
    assert ccr("config", "set", "client.name", "my phone").status == 0
    assert ccr("-H", "fake", "tasks").status == 0
    assert fake.log()[0]["line"].endswith(" full my-phone")
    hello = fake.calls("hello")[0]
    assert hello["protocol"] == 1 and uuid.UUID(hello["client"]["id"]) and hello["client"]["name"] == "my-phone"
    assert fake.violations() == []


@pytest.mark.parametrize("script,words", [
    ({"line": "ccr-remote 2 9.9.9+1\n"}, "protocol 2"),
    ({"line": "ccr-remote 0 0.0.1+1\n"}, "protocol 0"),
    ({"hello": {"protocol": 3}}, "protocol 3"),
    ({"line": None, "noise": "sh: ccr-remote: not found\n"}, "not found"),
    ({"line": None}, "no runner"),
    ({"noise": "x" * 70000}, "64 KiB"),
    ({"status": 127}, ""),
    ({"answers": {"task/list": [{"raw": "hello\n"}]}}, "no message"),
    ({"answers": {"task/list": [{"raw": "x" * (1024 * 1024 + 70000) + "\n"}]}}, "1 MiB"),
    ({"answers": {}}, "not in the script"),
])
def test_a_runner_that_is_missing_or_too_old_is_status_6(ccr, script, words):
    ccr.fake(**script)
    done = ccr("-H", "fake", "tasks")
    assert done.status in (6, 3) if "answers" in script and script["answers"] else done.status == 6, done
    assert words in done.err and done.err.startswith("ccr: ") and "fake" in done.err, done
    assert len(done.err.splitlines()) == 1


def test_a_host_that_says_why_it_refuses(ccr):
    ccr.fake(hello={"error": {"kind": "policy", "message": "this key is revoked", "next": "ask its owner"}})
    done = ccr("-H", "fake", "tasks")
    assert done.status == 7 and done.err == "ccr: fake: this key is revoked; ask its owner\n"


@pytest.mark.parametrize("kind,status", [("failed", 1), ("invalid", 2), ("too_large", 2), ("not_found", 5),
                                         ("policy", 7), ("conflict", 9), ("storage", 9), ("method", 6),
                                         ("something newer", 1)])
def test_each_kind_of_refusal_has_its_status(ccr, kind, status):
    ccr.fake(answers={"task/get": [error(kind, "it said no", next="do that")]})
    done = ccr("-H", "fake", "task", "abcdef")
    assert done.status == status and "it said no" in done.err, done
    assert done.out == ""


def test_a_host_nobody_knows_is_status_5(ccr):
    done = ccr("-H", "nowhere", "tasks")
    assert done.status == 5 and "host add nowhere" in done.err


def test_an_answer_that_never_comes_ends_at_the_time_limit(ccr):
    ccr.fake(answers={"task/list": [{"silent": True}]})
    ccr("config", "set", "connection.timeout", "1s")
    done = ccr("-H", "fake", "tasks")
    assert done.status == 3 and "in time" in done.err, done
