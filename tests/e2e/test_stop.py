"""Stopping: what becomes of the turn that is stopped, of those beside it, and of what it started."""

import os
import signal

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
    """A task in the middle of its turn."""
    sent = link.submit(f"Work {words} hold:gate", **params)
    host.until_ran(sent["task"])
    return sent


@pytest.mark.parametrize("method, state, code", [
    ("session/interrupt", "interrupted", "user"), ("task/cancel", "cancelled", None)])
def test_a_daemon_that_dies_after_it_was_told_to_stop_still_knows_why(host, link, method, state,
                                                                      code):
    sent = working(host, link)
    _, agent = host.pids(host.runs()[0])
    os.kill(agent, signal.SIGSTOP)
    link.request(method, **({"session": sent["session"]} if "session" in method
                            else {"task": sent["task"]}))
    host.kill_daemon()
    os.kill(agent, signal.SIGCONT)
    done = host.link().until_ended(sent)
    assert done["state"] == state, done
    assert (done["error"] or {}).get("code") == code, done


def steered_beside(host, link, first):
    steered = link.submit("Beside say:it", session=first["session"], steer=True)
    host.until_ran(steered["task"])
    return steered


def test_a_prompt_that_is_steered_in_too_early_is_handed_over_in_the_same_turn(host, link):
    first = link.submit("Work hold:gate")
    steered_beside(host, link, first)
    assert link.task(first)["state"] == "running"


def test_an_interrupt_interrupts_the_steered_prompt_too(host, link):
    first = working(host, link)
    steered = steered_beside(host, link, first)
    link.request("session/interrupt", session=first["session"])
    for task in (first, steered):
        done = link.until_ended(task)
        assert done["state"] == "interrupted" and done["error"]["code"] == "user", done


def test_cancelling_the_steered_prompt_cancels_that_one(host, link):
    first = working(host, link)
    steered = steered_beside(host, link, first)
    link.request("task/cancel", task=steered["task"])
    assert link.until_ended(steered)["state"] == "cancelled"
    done = link.until_ended(first)
    assert done["state"] == "interrupted" and done["error"]["code"] == "user", done


def test_both_are_cancelled_when_both_are_named(host, link):
    first = working(host, link, "deaf")
    steered = steered_beside(host, link, first)
    link.request("task/cancel", task=first["task"])
    link.request("task/cancel", task=steered["task"])
    for task in (first, steered):
        assert link.until_ended(task)["state"] == "cancelled"


def test_a_tool_that_ignores_signals_does_not_outlive_its_cancelled_turn(host, link):
    sent = working(host, link, "tool deaf")
    tool = int(runner.wait.until(lambda: host.read("tool"), what="the tool")[0])
    link.request("task/cancel", task=sent["task"])
    try:
        assert link.until_ended(sent)["state"] == "cancelled"
        runner.wait.until(lambda: runner.birth(tool) is None, what="the end of the tool")
    finally:
        runner.kill(tool, signal.SIGKILL)


def test_an_agent_that_ignores_all_but_sigkill_is_ended(host, link):
    sent = working(host, link, "deaf stubborn")
    _, agent = host.pids(host.runs()[0])
    link.request("task/cancel", task=sent["task"])
    assert link.until_ended(sent)["state"] == "cancelled"
    assert runner.birth(agent) is None


def test_a_task_that_ran_out_of_time_has_all_of_it_again_when_it_is_retried(host, link):
    sent = working(host, link, timeout_ms=1500)
    assert link.until_ended(sent)["error"]["code"] == "timeout"
    host.release("gate")
    link.request("task/retry", task=sent["task"], again=True)
    assert link.until_ended(sent)["state"] == "completed"
