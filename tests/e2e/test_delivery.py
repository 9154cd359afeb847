"""Delivery: each prompt runs once, with its receipts, whatever dies. Against the real CLI."""

import os
import signal

import pytest

import runner


@pytest.fixture
def host(home, api, agent):
    machine = runner.Host(home, api, agent)
    yield machine
    machine.end()


@pytest.fixture
def link(host):
    return host.link()


def test_a_prompt_is_carried_out_and_earns_every_receipt(link, api):
    sent = link.submit("Please greet. [[say: hello from afar]]")
    assert sent["state"] == "queued"
    done = link.until_ended(sent)
    assert done["state"] == "completed", done
    assert done["result"] == "hello from afar"
    saved = link.until_task(sent, lambda t: t["saved"])
    assert saved["accepted"] and saved["cost_usd"] > 0
    assert api.turns_with("Please greet.") == 1
