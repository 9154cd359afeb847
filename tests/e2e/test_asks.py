"""Asks: what Claude wants to know reaches the user, once, and the answer reaches Claude."""

import os

import pytest

import runner


def touch(home, name):
    path = os.path.join(home.project, name)
    return path, ('[[tool: Bash {"command":"touch %s","description":"make it"}]] '
                  "[[echo-results]]" % path)


def test_an_allowed_tool_runs(home, link):
    path, script = touch(home, "made")
    sent = link.submit(script)
    ask = link.until_ask()
    assert ask["kind"] == "permission" and ask["tool"] == "Bash" and ask["task"] == sent["task"]
    assert ask["input"]["command"] == f"touch {path}" and path in ask["summary"]
    assert link.task(sent)["state"] == "waiting"
    assert link.request("ask/answer", ask=ask["ask"], choice="allow")["state"] == "answered"
    assert link.until_ended(sent)["state"] == "completed"
    assert os.path.exists(path)
    assert link.request("ask/get", ask=ask["ask"])["state"] == "delivered"


def test_a_denial_keeps_the_tool_from_running_and_its_message_reaches_the_model(home, link):
    path, script = touch(home, "never")
    sent = link.submit(script)
    ask = link.until_ask()
    link.request("ask/answer", ask=ask["ask"], choice="deny", text="use mkdir instead")
    done = link.until_ended(sent)
    assert "use mkdir instead" in done["result"]
    assert not os.path.exists(path)


def test_the_second_answer_is_told_who_was_first(home, host, link):
    _, script = touch(home, "made")
    sent = link.submit(script)
    ask = link.until_ask()
    phone = host.link(name="phone")
    phone.request("ask/answer", ask=ask["ask"][-6:], choice="allow")
    with pytest.raises(runner.Refused) as refused:
        link.request("ask/answer", ask=ask["ask"], choice="deny")
    assert refused.value.kind == "conflict"
    assert "phone answered first: allowed" in refused.value.message
    assert link.until_ended(sent)["state"] == "completed"


def test_always_grants_one_rule_and_not_the_whole_list(home, link, agent):
    if agent.version < (2, 1, 197):
        pytest.skip("2.1.100 suggests no rule for this command")
    _, script = touch(home, "made")
    sent = link.submit(script)
    ask = link.until_ask()
    assert len(ask["suggestions"]) > 1
    answered = link.request("ask/answer", ask=ask["ask"], choice="always")
    assert answered["answer"].startswith("always: Bash(")
    link.until_ended(sent)
    after = link.submit(script.replace("touch", "rm -f"), session=sent["session"])
    assert link.until_ask()["task"] == after["task"], "no other rule and no mode was granted"


def test_a_question_is_answered_by_number_and_by_words(link):
    sent = link.submit("[[ask: Which colour?|Red|Blue]] [[echo-results]]")
    ask = link.until_ask()
    assert ask["kind"] == "question" and "Which colour?" in ask["summary"]
    with pytest.raises(runner.Refused) as refused:
        link.request("ask/answer", ask=ask["ask"], choice="allow")
    assert refused.value.kind == "invalid"
    link.request("ask/answer", ask=ask["ask"], choice="text", text="2")
    assert '"Which colour?"="Blue"' in link.until_ended(sent)["result"]


def test_a_plan_is_sent_back_and_then_accepted(link):
    sent = link.submit("[[plan: 1. dig]] [[echo-results]] [[plan: 2. fill]] [[say: planned]]",
                       permission_mode="plan")
    ask = link.until_ask()
    assert ask["kind"] == "plan"
    link.request("ask/answer", ask=ask["ask"], choice="text", text="dig deeper")
    runner.wait.until(lambda: link.request("ask/list")["asks"], what="the second plan")
    again = link.request("ask/list")["asks"][0]
    assert again["ask"] != ask["ask"]
    link.request("ask/answer", ask=again["ask"], choice="allow")
    assert link.until_ended(sent)["state"] == "completed"


def test_an_ask_survives_the_daemon(home, host, link):
    path, script = touch(home, "made")
    sent = link.submit(script)
    ask = link.until_ask()
    host.kill_daemon()
    again = host.link()
    assert again.until_ask()["ask"] == ask["ask"]
    again.request("ask/answer", ask=ask["ask"], choice="allow")
    assert again.until_ended(sent)["state"] == "completed"
    assert os.path.exists(path)


def test_an_interrupt_withdraws_what_was_asked(home, link):
    _, script = touch(home, "never")
    sent = link.submit(script)
    ask = link.until_ask()
    link.request("session/interrupt", session=sent["session"])
    assert link.until_ended(sent)["state"] == "interrupted"
    assert link.request("ask/get", ask=ask["ask"])["state"] == "withdrawn"
    with pytest.raises(runner.Refused) as refused:
        link.request("ask/answer", ask=ask["ask"], choice="allow")
    assert refused.value.kind == "conflict"


def test_the_death_of_the_run_expires_what_was_asked(home, host, link):
    _, script = touch(home, "never")
    sent = link.submit(script)
    ask = link.until_ask()
    shim, _ = host.pids(host.runs()[0])
    os.kill(shim, 9)
    assert link.until_ended(sent)["state"] == "interrupted"
    assert link.request("ask/get", ask=ask["ask"])["state"] == "expired"


def test_three_asks_at_once_are_answered_in_any_order(home, link):
    outside = home.folder("outside")
    script = ""
    for name in "abc":
        path = os.path.join(outside, name)
        with open(path, "w", encoding="ascii") as file:
            file.write(f"content of {name}")
        script += '[[tool: Read {"file_path":"%s"}]] ' % path
    sent = link.submit(script + "[[echo-results]]")
    asks = runner.wait.until(
        lambda: (lambda found: found if len(found) == 3 else None)(link.request("ask/list")["asks"]),
        what="three asks")
    for ask in reversed(asks):
        link.request("ask/answer", ask=ask["ask"], choice="allow")
    done = link.until_ended(sent)
    assert all(f"content of {name}" in done["result"] for name in "abc")


@pytest.mark.parametrize("scope, choice, allowed", [
    ("read", "allow", False), ("answer", "allow", True), ("answer", "always", False),
    ("answer", "deny", True)])
def test_a_scope_bounds_what_may_be_answered(home, host, link, scope, choice, allowed):
    _, script = touch(home, "made")
    link.submit(script)
    ask = link.until_ask()
    scoped = host.link(args=["--scope", scope, "--as", "visitor"])
    if allowed:
        answered = scoped.request("ask/answer", ask=ask["ask"], choice=choice)
        assert answered["answered_by"] == "visitor"
    else:
        with pytest.raises(runner.Refused) as refused:
            scoped.request("ask/answer", ask=ask["ask"], choice=choice)
        assert refused.value.kind == "policy"
    with pytest.raises(runner.Refused) as refused:
        scoped.submit("[[say: no]]")
    assert refused.value.kind == "policy"
    outcomes = [e["outcome"] for e in link.request("audit/list")["entries"] if e["who"] == "visitor"]
    assert "policy" in outcomes
