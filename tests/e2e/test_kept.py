"""What the agent said and took with it: kept from the spool, shown, and said to be unknown to Claude."""

import pytest

import runner
import scripted


@pytest.fixture
def host(home):
    machine = scripted.Host(home)
    yield machine
    machine.end()


def kept(items):
    return [item["text"] for item in items if item["live"]]


def test_an_answer_that_only_the_spool_has_is_shown_as_kept(host):
    link = host.link()
    sent = link.submit("Work hold:gate say:precious last")
    host.until_ran(sent["task"])
    link.request("session/watch", session=sent["session"])
    host.release("gate")
    done = link.until_ended(sent)
    assert done["state"] == "completed" and done["result"] == "precious" and not done["saved"]
    session = runner.wait.until(lambda: _noted(link, sent["session"]), what="the note")
    assert "will not remember" in session["note"]
    assert kept(link.request("session/window", session=sent["session"])["items"]) == ["precious"]

    def told():
        return [text for notice in list(link.notices) if notice["method"] == "session/update"
                for text in kept(notice["params"]["items"])]

    runner.wait.until(told, what="the kept answer")
    again = link.until_ended(link.submit("Again say:ok", session=sent["session"]))
    assert again["state"] == "completed" and told() == ["precious"], "it is told once"
    assert not link.request("session/get", session=sent["session"])["note"]
    assert not kept(link.request("session/window", session=sent["session"])["items"])


def _noted(link, session):
    found = link.request("session/get", session=session)
    return found if found["note"] else None


def test_an_answer_that_was_written_is_not_kept(host):
    link = host.link()
    sent = link.until_ended(link.submit("Work say:plain"))
    link.until_task(sent, lambda t: t["saved"])
    link.request("session/release", session=sent["session"])
    items = link.request("session/window", session=sent["session"])["items"]
    assert not kept(items) and [i["text"] for i in items if i["kind"] == "text"] == ["plain"]


def test_an_agent_that_dies_after_what_it_said_was_written_takes_nothing_with_it(host):
    link = host.link()
    done = link.until_ended(link.submit("Work tell:written die:1"))
    assert done["state"] == "interrupted"
    session = link.request("session/get", session=done["session"])
    assert not session["note"]
    assert not kept(link.request("session/window", session=done["session"])["items"])
