"""The agent dies in the middle of a hand-over: its prompt never runs twice. Against the real CLI."""

import os
import signal

import pytest

import runner


@pytest.mark.parametrize("delay_ms", range(0, 400, 8))
def test_the_death_of_the_agent_never_makes_one_prompt_two_turns(host, link, api, delay_ms):
    sent = link.submit("Kill me. [[slow: 20 words, 15 ms]]")
    run = runner.wait.until(host.runs, what="the run")[0]
    _, agent = host.pids(run)
    _wait_fed(run)
    _pause(delay_ms)
    runner.kill(agent, signal.SIGKILL)
    done = link.until_ended(sent)
    assert done["state"] in ("completed", "interrupted"), done
    assert api.turns_with("Kill me.") <= 1


def _wait_fed(run):
    def fed():
        with open(os.path.join(run, "fed"), "rb") as file:
            return int.from_bytes(file.read(8), "little")
    runner.wait.until(fed, what="the hand-over")


def _pause(milliseconds):
    """The moment of the kill is what these tests vary: this is no wait for a state."""
    runner.threading.Event().wait(milliseconds / 1000)
