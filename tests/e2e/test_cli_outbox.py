"""Prompts on their way: the outbox and its rules, with hosts that are played by a script."""

import os
import sqlite3
import uuid

from objects import SESSION, TASK, error, result, session, submitting, task


def test_a_prompt_is_sent_once_and_its_row_says_sent(ccr):
    fake = submitting(ccr, result(task("queued")))
    done = ccr("-H", "fake", "prompt", "-C", "/p", "--name", "N", "--model", "m", "--timeout", "2m",
               "--max-budget-usd", "1.5", "--permission-mode", "plan", "--json", "do it")
    assert done.status == 0 and done.json()[0]["host"] == "fake", done
    sent, = fake.calls("task/submit")
    assert uuid.UUID(sent.pop("task")).version == 7
    assert sent == {"prompt": "do it", "project": "/p", "name": "N", "model": "m", "timeout_ms": 120000,
                    "max_budget_usd": 1.5, "permission_mode": "plan"}
    assert ccr.outbox() == [] and [row["state"] for row in ccr.outbox("--all")] == ["sent"]
    assert fake.violations() == []


def test_where_a_session_works(ccr, home):
    fake = submitting(ccr, result(task()))
    for words, project in (([], "~"), (["-C", "src/x"], "~/src/x"), (["-C", "~/y"], "~/y"), (["-C", "/z"], "/z")):
        assert ccr("-H", "fake", "prompt", *words, "x").status == 0
        assert fake.calls("task/submit")[-1]["project"] == project
    local = submitting(ccr, result(task()), "local")
    os.mkdir(os.path.join(home.project, "sub"))
    for words, project in (([], home.project), (["-C", "sub"], os.path.join(home.project, "sub")),
                           (["-C", "missing"], os.path.join(home.project, "missing"))):
        assert ccr("prompt", *words, "x").status == 0
        assert local.calls("task/submit")[-1]["project"] == project


def test_configured_defaults_of_a_prompt(ccr):
    fake = submitting(ccr, result(task()))
    for name, value in (("default.host", "fake"), ("default.model", "m1"), ("default.permission-mode", "plan")):
        ccr("config", "set", name, value)
    assert ccr("prompt", "x").status == 0 and ccr("prompt", "--model", "m2", "x").status == 0
    assert [call["model"] for call in fake.calls("task/submit")] == ["m1", "m2"]
    assert fake.calls("task/submit")[0]["permission_mode"] == "plan"


def test_a_reply_names_its_session(ccr):
    fake = submitting(ccr, result(task()))
    assert ccr("-H", "fake", "reply", "--fork", SESSION[-6:], "on").status == 0
    assert ccr("-H", "fake", "reply", "--steer", SESSION, "--", "-- on").status == 0
    fork, steer = fake.calls("task/submit")
    assert fork["session"] == SESSION[-6:] and fork["fork"] is True and "project" not in fork
    assert steer["steer"] is True and steer["prompt"] == "-- on" and fake.violations() == []


def test_a_prompt_from_stdin(ccr):
    fake = submitting(ccr, result(task()))
    assert ccr("-H", "fake", "prompt", "-", stdin=b"two\nlines\n").status == 0
    done = ccr("-H", "fake", "prompt", "-", stdin=b"a\xffb\xc3")
    assert done.status == 0 and done.err.startswith("warning: 2 bytes"), done
    assert [call["prompt"] for call in fake.calls("task/submit")] == ["two\nlines", "a\ufffdb\ufffd"]


def test_prompts_that_are_refused_before_anything_is_sent(ccr):
    fake = submitting(ccr, result(task()))
    for data, words in ((b"a\0b", "NUL"), (b"", "blank"), (b" \n\n", "blank"), (b"x" * (128 * 1024 + 1), "128 KiB"),
                        (b"\xff" * 60000, "128 KiB"), (b"x" * (4 * 1024 * 1024), "128 KiB")):
        done = ccr("-H", "fake", "prompt", "--queue", "-", stdin=data)
        assert done.status == 2 and words in done.err, done
    assert ccr("-H", "fake", "prompt", "-", stdin=b"\x01\"" * (64 * 1024)).status == 0, "the longest fits a line"
    assert len(fake.calls("task/submit")) == 1 and len(ccr.outbox("--all")) == 1


def test_a_host_that_cannot_be_reached_leaves_no_row(ccr, away):
    done = ccr("-H", away, "prompt", "x")
    assert done.status == 3 and "away" in done.err, done
    assert ccr.outbox("--all") == []


def test_with_queue_the_row_waits_and_flush_sends_it(ccr, away):
    done = ccr("-H", away, "prompt", "--queue", "-C", "/p", "later")
    assert done.status == 0 and "outbox flush" in done.out, done
    row, = ccr.outbox()
    assert row["state"] == "unsent" and row["prompt"] == "later" and "refused" in row["note"].lower()
    assert ccr("outbox", "flush").status == 3 and ccr.outbox()[0]["state"] == "unsent"
    fake = submitting(ccr, result(task()))
    assert ccr("outbox", "move", row["id"][-6:], "fake").status == 0
    assert ccr("outbox", "flush").status == 0 and ccr.outbox() == []
    assert fake.calls("task/submit")[0]["task"] == row["id"]


def test_queue_in_json_is_the_row(ccr, away):
    row, = ccr("-H", away, "prompt", "--queue", "--json", "later").json()
    assert row["state"] == "unsent" and row["host"] == "away" and row == ccr.outbox()[0]


def test_bytes_sent_and_no_answer_keep_the_row(ccr):
    fake = ccr.fake(answers={"task/submit": [{"close": True}, result(task())]})
    done = ccr("-H", "fake", "prompt", "x")
    assert done.status == 8 and "outbox flush" in done.err, done
    row, = ccr.outbox()
    assert row["state"] == "sending"
    assert "may have arrived" in ccr("outbox").out
    assert ccr("outbox", "flush").status == 0 and ccr.outbox() == []
    first, second = fake.calls("task/submit")
    assert first == second


def test_a_refused_prompt_leaves_no_row_but_flush_keeps_what_was_queued(ccr, away):
    submitting(ccr, error("not_found", "no such folder"))
    assert ccr("-H", "fake", "prompt", "x").status == 5 and ccr.outbox("--all") == []
    ccr("-H", away, "prompt", "--queue", "x")
    ccr("outbox", "move", ccr.outbox()[0]["id"], "fake")
    done = ccr("outbox", "flush")
    assert done.status == 5 and "no such folder" in done.err
    assert ccr.outbox()[0]["state"] == "unsent" and ccr.outbox()[0]["note"] == "no such folder"


def test_a_full_disk_there_keeps_a_queued_prompt(ccr):
    submitting(ccr, error("storage", "disk full"))
    assert ccr("-H", "fake", "prompt", "x").status == 9 and ccr.outbox() == []
    assert ccr("-H", "fake", "prompt", "--queue", "x").status == 0 and ccr.outbox()[0]["state"] == "unsent"


def test_the_same_id_is_the_same_task_and_never_another(ccr):
    fake, other = submitting(ccr, result(task())), submitting(ccr, result(task()), "other")
    ident = TASK.upper()
    for _ in range(2):
        assert ccr("-H", "fake", "prompt", "--id", ident, "x").status == 0
    assert [call["task"] for call in fake.calls("task/submit")] == [TASK, TASK]
    for words in (["-H", "fake", "prompt", "--id", TASK, "y"], ["-H", "other", "prompt", "--id", TASK, "x"],
                  ["-H", "fake", "prompt", "--id", TASK, "-C", "/q", "x"]):
        assert ccr(*words).status == 9
    assert other.calls("task/submit") == [] and len(fake.calls("task/submit")) == 2


def test_dropping_an_unsent_row_is_local(ccr, away):
    ccr("-H", away, "prompt", "--queue", "x")
    ident = ccr.outbox()[0]["id"]
    assert ccr("outbox", "drop", ident[-6:]).status == 0 and ccr.outbox("--all") == []
    assert ccr("outbox", "drop", ident).status == 5


def test_dropping_one_that_may_have_arrived_asks_the_host(ccr):
    fake = ccr.fake(answers={"task/submit": [{"close": True}],
                             "task/cancel": [{"close": True}, result(task("cancelled"))]})
    ccr("-H", "fake", "prompt", "x")
    ident = ccr.outbox()[0]["id"]
    done = ccr("outbox", "drop", ident)
    assert done.status == 3 and "outbox flush" in done.err, done
    assert ccr.outbox()[0]["dropping"] is True
    assert ccr("outbox", "flush").status == 0 and ccr.outbox("--all") == []
    assert fake.calls("task/cancel") == [{"task": ident}] * 2 and len(fake.calls("task/submit")) == 1


def test_moving_one_that_may_have_arrived_needs_a_yes(ccr):
    ccr.fake(answers={"task/submit": [{"close": True}]})
    other = submitting(ccr, result(task()), "other")
    ccr("-H", "fake", "prompt", "x")
    ident = ccr.outbox()[0]["id"]
    done = ccr("outbox", "move", ident, "other")
    assert done.status == 9 and "may have arrived" in done.err and ccr.outbox()[0]["host"] == "fake"
    assert ccr("outbox", "move", "--yes", ident, "other").status == 0
    assert ccr("outbox", "flush").status == 0 and other.calls("task/submit")[0]["task"] == ident
    assert ccr("outbox", "move", ident, "fake").status == 9, "sent"
    assert ccr("outbox", "drop", ident).status == 9, "sent"


def test_flush_sends_the_oldest_first_and_goes_on_with_the_next_host(ccr, away):
    fake = submitting(ccr, result(task()))
    for text in ("one", "two"):
        ccr("-H", away, "prompt", "--queue", text)
    for row in ccr.outbox():
        ccr("outbox", "move", row["id"], "fake")
    ccr("-H", away, "prompt", "--queue", "three")
    assert ccr("outbox", "flush").status == 3
    assert [call["prompt"] for call in fake.calls("task/submit")] == ["one", "two"]
    assert [row["prompt"] for row in ccr.outbox()] == ["three"]


def test_a_host_with_rows_in_the_outbox_is_not_removed(ccr, away):
    ccr("-H", away, "prompt", "--queue", "x")
    done = ccr("host", "remove", away)
    assert done.status == 9 and "outbox" in done.err
    ccr("outbox", "drop", ccr.outbox()[0]["id"])
    assert ccr("host", "remove", away).status == 0
    assert [host["name"] for host in ccr("host", "list", "--json").json()] == ["local"]


def test_an_outbox_of_a_newer_client_is_left_alone(ccr, away):
    ccr("-H", away, "prompt", "--queue", "x")
    path = os.path.join(ccr.state, "outbox.db")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    done = ccr("-H", away, "prompt", "--queue", "y")
    assert done.status == 6 and "newer" in done.err
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM outbox").fetchone() == (1,)


def test_the_outbox_is_private(ccr, away):
    ccr("-H", away, "prompt", "--queue", "x")
    assert os.stat(ccr.state).st_mode & 0o777 == 0o700
    assert os.stat(os.path.join(ccr.state, "outbox.db")).st_mode & 0o777 == 0o600


def test_a_state_folder_that_cannot_be_used(ccr, home):
    path = os.path.join(home.root, "file")
    with open(path, "w", encoding="utf-8"):
        pass
    ccr("config", "set", "state.folder", path)
    done = ccr("-H", "local", "prompt", "--queue", "x")
    assert done.status == 9 and path in done.err, done
