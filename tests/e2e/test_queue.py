"""The queue: what goes when, into which process, and what is never handed over."""

import pytest

import runner
import scripted


@pytest.fixture
def host(home):
    machine = scripted.Host(home)
    yield machine
    machine.end()


@pytest.fixture
def link(host):
    return host.link()


def working(host, link, words="", **params):
    sent = link.submit(f"Work {words} hold:gate", **params)
    host.until_ran(sent["task"])
    return sent


@pytest.mark.parametrize("word", ["/clear", "/reset", " /new\n"])
def test_clear_goes_on_in_a_new_session_with_what_waits(host, link, word):
    first = working(host, link)
    clear = link.submit(word, session=first["session"])
    task = runner.new_id()
    asked = {"task": task, "prompt": "After say:ok", "session": first["session"]}
    link.request("task/submit", **asked)
    host.release("gate")
    assert link.until_ended(clear)["state"] == "completed"
    after = link.until_ended(task)
    assert after["state"] == "completed" and after["session"] != first["session"]
    assert after["session"] in link.task(clear)["result"]
    assert host.ran(clear["task"]) == 0, "claude is not told"
    sessions = [argv[argv.index("--session-id") + 1] for argv in host.argv()]
    assert sessions == [first["session"], after["session"]]
    assert link.request("task/submit", **asked)["session"] == after["session"], "asked again"


def test_clear_in_front_of_nothing_only_ends_the_process(host, link):
    first = link.until_ended(link.submit("First say:ok"))
    done = link.until_ended(link.submit("/clear", session=first["session"]))
    assert done["state"] == "completed" and done["accepted"] and done["saved"]
    again = link.until_ended(link.submit("Again say:ok", session=first["session"]))
    assert again["state"] == "completed" and len(host.argv()) == 2
    assert "--resume" in host.argv()[1], "the old session is still there"


def test_a_prompt_that_only_begins_so_is_no_clear(host, link):
    sent = link.until_ended(link.submit("/clearly say:ok"))
    assert host.ran(sent["task"]) == 1


def test_a_budget_is_a_process_of_its_own(host, link):
    first = link.until_ended(link.submit("First say:ok"))
    second = link.until_ended(link.submit("Second say:ok", session=first["session"],
                                          max_budget_usd=1.5))
    third = link.until_ended(link.submit("Third say:ok", session=first["session"]))
    assert [t["state"] for t in (first, second, third)] == ["completed"] * 3
    budgets = [a[a.index("--max-budget-usd") + 1] if "--max-budget-usd" in a else None
               for a in host.argv()]
    assert budgets == [None, "1.500000", None]


@pytest.mark.parametrize("amount", [0, -1, 1e300])
def test_a_budget_that_is_none_is_refused(link, amount):
    with pytest.raises(runner.Refused) as refused:
        link.submit("No", max_budget_usd=amount)
    assert refused.value.kind == "invalid"


def test_a_process_taken_over_keeps_what_it_was_started_for(host, link):
    first = working(host, link, model="m1", max_budget_usd=1.5)
    host.kill_daemon()
    host.release("gate")
    again = host.link()
    again.until_ended(first)
    second = again.until_ended(again.submit("Second say:ok", session=first["session"]))
    assert second["state"] == "completed" and len(host.argv()) == 2


def test_a_steered_prompt_does_not_wait_for_those_in_the_queue(host, link):
    first = working(host, link)
    queued = link.submit("Queued say:ok", session=first["session"])
    steered = link.submit("Steered say:ok", session=first["session"], steer=True)
    host.until_ran(steered["task"])
    assert link.task(queued)["state"] == "queued"
    host.release("gate")
    for task in (first, steered, queued):
        assert link.until_ended(task)["state"] == "completed"
    order = [line.split()[1] for line in host.read("journal")]
    assert order == ["Work", "Steered", "Queued"]
    assert all(link.until_task(t, lambda t: t["saved"]) for t in (first, queued))


def test_two_steered_ones_go_in_one_after_the_other(host, link):
    first = working(host, link)
    both = [link.submit(f"S{n} say:ok", session=first["session"], steer=True) for n in (1, 2)]
    host.until_ran(both[0]["task"])
    assert link.task(both[1])["state"] == "queued", "at most one is in hand beside the first"
    host.release("gate")
    for task in (first, *both):
        assert link.until_ended(task)["state"] == "completed"
        assert host.ran(task["task"]) == 1


def test_a_usage_limit_delays_the_task_until_its_reset_and_then_continues(host, link):
    sent = link.submit("Work limit:2")
    delayed = link.until_state(sent, "delayed")
    assert delayed["until"] and delayed["reason"] == "usage limit"
    host.kill_daemon()
    done = host.link().until_ended(sent)
    assert done["state"] == "completed" and done["attempts"] == 2
    assert host.ran("Continue from where you left off.") == 1


def test_a_start_time_outlives_the_daemon(host, link):
    soon = runner.wait.time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                     runner.wait.time.gmtime(runner.wait.time.time() + 3))
    sent = link.submit("Later say:ok", at=soon)
    assert sent["state"] == "delayed"
    host.kill_daemon()
    again = host.link()
    assert again.task(sent)["state"] == "delayed" and host.ran(sent["task"]) == 0
    done = again.until_ended(sent)
    assert done["state"] == "completed" and done["started_at"] >= soon[:19]


def test_a_cancelled_delayed_task_never_runs(host, link):
    sent = link.submit("Never", at="2099-01-01T00:00:00Z")
    assert link.request("task/cancel", task=sent["task"])["state"] == "cancelled"
    assert host.ran(sent["task"]) == 0


def test_an_idle_process_that_asks_something_is_not_let_go(home):
    machine = scripted.Host(home, agent__idle_seconds=0)
    try:
        link = machine.link()
        sent = link.submit("Work say:ok lateask")
        link.until_ended(sent)
        ask = link.until_ask()
        with pytest.raises(runner.Refused) as refused:
            link.request("session/release", session=sent["session"])
        assert refused.value.kind == "conflict"
        link.request("ask/answer", ask=ask["ask"], choice="allow")
        runner.wait.until(lambda: machine.read("answers") == ["allow"], what="the answer")
        assert link.task(sent)["state"] == "completed"
    finally:
        machine.end()


def test_an_agent_that_changed_its_session_gets_nothing_more(host, link):
    other = runner.new_id()
    first = link.submit(f"Work session:{other} ask say:ok")
    ask = link.until_ask()
    link.request("ask/answer", ask=ask["ask"], choice="allow")
    assert link.until_ended(first)["state"] == "completed", "its turn is finished"
    second = link.until_ended(link.submit("Second say:ok", session=first["session"]))
    assert second["state"] == "completed" and len(host.argv()) == 2


def test_a_retry_of_a_task_whose_session_is_at_work_waits(host, link):
    failed = link.until_ended(link.submit("Fails error"))
    assert failed["state"] == "failed"
    busy = working(host, link, session=failed["session"])
    retried = link.request("task/retry", task=failed["task"])
    assert retried["state"] == "queued"
    host.release("gate")
    assert link.until_ended(busy)["state"] == "completed"
    assert link.until_ended(failed)["attempts"] == 2
