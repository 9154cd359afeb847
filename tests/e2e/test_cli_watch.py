"""Following tasks and sessions, with hosts that are played by a script."""

import signal

import pytest

from objects import (ASK, SESSION, TASK, ask, error, item, result, session, task, update, watching, window)


def test_wait_prints_items_once_and_the_task_last(ccr):
    mine = item(1, "prompt", uuid=TASK)
    old, answer = item(0), item(2)
    fake = watching(ccr, task("running"), window(old, mine),
                    [update(answer), ["task/update", task("completed", saved="2026-11-20T10:00:09Z", result="ok")]])
    done = ccr("-H", "fake", "prompt", "--wait", "--json", "--id", TASK, "x")
    assert done.status == 0, done
    *items, last = done.json()
    assert [entry["cursor"] for entry in items] == ["c1", "c2"]
    assert last["task"] == TASK and last["state"] == "completed" and last["result"] == "ok"
    assert fake.calls("session/window")[-1] == {"session": SESSION, "after": "c2"}
    assert fake.violations() == []


@pytest.mark.parametrize("state", ["failed", "cancelled", "interrupted"])
def test_a_task_that_did_not_complete_is_status_1(ccr, state):
    watching(ccr, task(state, error={"code": "timeout", "message": "took too long", "next": "retry it"}))
    done = ccr("-H", "fake", "watch", TASK[-6:])
    assert done.status == 1 and state in done.out and "took too long; retry it" in done.out, done
    done = ccr("-H", "fake", "task", "--wait", "--json", TASK)
    assert done.status == 1 and done.json()[-1]["error"]["code"] == "timeout"


def test_what_is_left_in_the_transcript_is_fetched_at_the_end(ccr):
    watching(ccr, task("running", accepted="2026-11-20T10:00:01Z"), window(item(1)),
             [["task/update", task("failed")]],
             **{"session/window": [result(window(item(2), more_after=True)), result(window(item(3)))]})
    done = ccr("-H", "fake", "watch", "--json", TASK)
    assert [entry.get("cursor") for entry in done.json()] == ["c1", "c2", "c3", None]


def test_a_lost_connection_goes_on_after_the_last_item(ccr):
    fake = watching(ccr, task("running", accepted="2026-11-20T10:00:01Z"), **{
        "session/watch": [result(window(item(1)), notices=[update(item(2))]), result(window(item(3)))],
        "ask/list": [result({"asks": []}, then="close"),
                     result({"asks": []}, notices=[["task/update", task(saved="2026-11-20T10:00:09Z")]])]})
    done = ccr("-H", "fake", "watch", "--json", TASK)
    assert done.status == 0 and "trying again in 1 s" in done.err, done
    assert [entry.get("cursor") for entry in done.json()] == ["c1", "c2", "c3", None]
    assert [call.get("after") for call in fake.calls("session/watch")] == [None, "c2"]


def test_items_of_a_replaced_transcript_are_not_shown_twice(ccr):
    watching(ccr, task("running", accepted="2026-11-20T10:00:01Z"), window(item(1), item(2)),
             [update({**item(2), "cursor": "d2"}, {**item(3), "cursor": "d3"}, reset=True),
              ["task/update", task("failed")]])
    done = ccr("-H", "fake", "watch", "--json", TASK)
    assert [entry.get("text") for entry in done.json()] == ["text 1", "text 2", "text 3", None]


def test_a_host_that_is_away_at_first_is_status_3_and_said_at_once(ccr, away):
    done = ccr("-H", away, "watch", TASK)
    assert done.status == 3 and "trying again" not in done.err


def test_ctrl_c_leaves_the_task_running_and_says_how_to_follow(ccr, until):
    fake = watching(ccr, task("running"), window(item(1, "prompt", uuid=TASK)))
    for words in (["prompt", "--wait", "--id", TASK, "x"], ["watch", TASK], ["task", "--wait", TASK]):
        calls = len(fake.log())
        running = ccr.start("-H", "fake", *words)
        until(lambda: any("ask/list" == entry.get("call") or words[0] == "task" and
                          "home/watch" == entry.get("call") for entry in fake.log()[calls:]),
              what="the client to wait")
        running.signal(signal.SIGINT)
        assert running.wait_exit() == 130
        assert running.stderr() == f"task {TASK[-6:]} goes on; follow it with: ccr watch {TASK[-6:]} -H fake\n" \
            or running.stderr() == "", running.stderr()
        assert "goes on" in running.stderr()
    assert fake.calls("task/cancel") == []


def test_ctrl_c_while_it_connects_is_130(ccr, until):
    fake = ccr.fake(hello={}, answers={"task/list": [{"silent": True}]})
    running = ccr.start("-H", "fake", "tasks")
    until(lambda: fake.calls("task/list"), what="the request")
    running.signal(signal.SIGINT)
    assert running.wait_exit() == 130


def test_live_text_is_marked_and_acknowledged(ccr):
    def live(base, revision, text, **more):
        return ["session/live", {"session": SESSION, "base": base, "revision": revision, "text": text, **more}]
    fake = watching(ccr, task("running"), window(item(1, "prompt", uuid=TASK)),
                    [live(0, 1, "Hel"), live(1, 2, "lo\nyou"), live(0, 3, "", dropped=True), update(item(2)),
                     ["task/update", task(saved="2026-11-20T10:00:09Z")]])
    done = ccr("-H", "fake", "watch", "--live", TASK)
    assert "~ Hello\n~ you\n" in done.out and done.out.count("text 2") == 1, done
    assert fake.calls("session/watch")[0]["live"] is True
    acks = [entry["params"]["revision"] for entry in fake.log() if entry.get("notice") == "session/ack"]
    assert acks == [1, 2, 3] and fake.violations() == []
    quiet = ccr("-H", "fake", "watch", TASK)
    assert "Hello" not in quiet.out
    marked = [entry for entry in ccr("-H", "fake", "watch", "--live", "--json", TASK).json() if entry.get("live")]
    assert "".join(entry["text"] for entry in marked) == "Hello\nyou"


def test_an_ask_that_comes_while_watching_is_shown_once_with_what_answers_it(ccr):
    watching(ccr, task("waiting"), window(item(1, "prompt", uuid=TASK)),
             **{"ask/list": [result({"asks": [ask(), ask(ask=TASK, session=TASK)]},
                                    notices=[["ask/update", ask()], ["ask/update", ask("answered")],
                                             ["task/update", task(saved="2026-11-20T10:00:09Z")]])]})
    done = ccr("-H", "fake", "watch", TASK)
    assert done.out.count("npm test\n") == 1 and f"ccr answer {ASK[-6:]} allow|always|deny -H fake" in done.out, done


def test_a_session_is_watched_until_it_is_idle(ccr):
    fake = watching(ccr, task(), window(item(1)), [update(item(2)), ["session/state", session("idle")]],
                    **{"task/get": [error("not_found")], "session/get": [result(session("running"))]})
    done = ccr("-H", "fake", "watch", "--json", SESSION[-6:])
    assert done.status == 0 and [entry["cursor"] for entry in done.json()] == ["c1", "c2"], done
    assert fake.calls("session/watch")[0]["session"] == SESSION
    fake.write(answers={"task/get": [error("not_found")], "session/get": [error("not_found")]})
    assert ccr("-H", "fake", "watch", SESSION).status == 5
