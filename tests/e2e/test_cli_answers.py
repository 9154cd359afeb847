"""Asks, answers and what changes tasks, with hosts that are played by a script."""

import pytest

from objects import ASK, TASK, ask, error, result, task


@pytest.mark.parametrize("words,choice", [
    (["allow"], {"choice": "allow"}), (["yes"], {"choice": "allow"}), (["y"], {"choice": "allow"}),
    (["deny"], {"choice": "deny"}), (["no"], {"choice": "deny"}),
    (["n", "not that"], {"choice": "deny", "text": "not that"}),
    (["always"], {"choice": "always", "rule": 1}), (["always=2"], {"choice": "always", "rule": 2}),
    (["--text", "1\n2"], {"choice": "text", "text": "1\n2"}),
])
def test_an_answer_names_the_ask_and_the_choice(ccr, words, choice):
    fake = ccr.fake(answers={"ask/get": [result(ask())], "ask/answer": [result(ask("answered", answer="yes"))]})
    done = ccr("-H", "fake", "answer", ASK[-6:], *words)
    assert done.status == 0, done
    assert fake.calls("ask/answer") == [{"ask": ASK, **choice}] and fake.violations() == []


def test_a_rule_is_printed_before_it_is_granted(ccr):
    ccr.fake(answers={"ask/get": [result(ask())], "ask/answer": [error("conflict", "answered by phone: no")]})
    done = ccr("-H", "fake", "answer", ASK, "always")
    assert done.status == 9 and "phone" in done.err
    assert done.err.splitlines()[0] == \
        "granting always: allow Bash(npm test) in the project's .claude/settings.local.json"
    done = ccr("-H", "fake", "answer", ASK, "always=3")
    assert done.status == 2 and "granting" not in done.err


def test_an_answer_that_got_lost_is_status_8(ccr):
    ccr.fake(answers={"ask/get": [result(ask())], "ask/answer": [{"close": True}]})
    done = ccr("-H", "fake", "answer", ASK, "allow")
    assert done.status == 8 and "asks" in done.err


@pytest.mark.parametrize("verb,method", [("cancel", "task/cancel"), ("retry", "task/retry")])
def test_what_changes_a_task_is_unconfirmed_when_lost(ccr, verb, method):
    fake = ccr.fake(answers={method: [{"close": True}, result(task("cancelled"))]})
    assert ccr("-H", "fake", verb, TASK).status == 8
    assert ccr("-H", "fake", verb, "--json", TASK[-6:]).json()[0]["state"] == "cancelled"
    assert fake.violations() == []
