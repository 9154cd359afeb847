"""Facts of the real CLI about permissions, questions, plans, and about the interrupt."""

import os

import pytest

from test_cli_facts import count, kinds
from tools import ALLOW_BASH, bash

QUESTION = "[[ask: Which colour?|Red|Blue]] [[echo-results]]"


def touch(home, name="made"):
    """A command that asks for permission, and the file it makes."""
    path = os.path.join(home.project, name)
    return bash(f"touch {path}"), path


def in_order(run, mark, *wanted):
    """Whether the wanted kinds came after the mark in that order (others may stand between)."""
    seen = iter(kinds(run.since(mark)))
    return all(kind in seen for kind in wanted)


def marker(run, mark):
    """The texts of the user messages since the mark: interrupt markers among them."""
    return str([message["message"]["content"] for message in run.since(mark)
                if message["type"] == "user"])


def test_an_ask_names_tool_input_and_suggestions(claude, home):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(script)
    request = run.next_ask("Bash")["request"]
    assert request["input"]["command"] == f"touch {path}"
    assert request["tool_use_id"].startswith("toolu_")
    assert request["permission_suggestions"]


def test_allow_with_the_input_runs_the_tool_and_is_echoed(claude, home):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(f"{script} [[say: over]]")
    ask = run.next_ask("Bash")
    run.allow(ask)
    echo = run.next("control_response")
    assert echo["response"]["request_id"] == ask["request_id"]
    assert run.next("result")["result"] == "over"
    assert os.path.exists(path)


def test_allow_runs_the_input_of_the_answer_not_the_models(claude, home):
    script, path = touch(home)
    other = os.path.join(home.project, "other")
    run = claude.spawn()
    run.prompt(script)
    run.allow(run.next_ask("Bash"), command=f"touch {other}")
    run.next("result")
    assert (os.path.exists(path), os.path.exists(other)) == (False, True)


def test_allow_without_the_input_is_a_denial_before_2_1_207(claude, home):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(f"{script} [[echo-results]]")
    run.answer(run.next_ask("Bash"), {"behavior": "allow"})
    said = run.next("result")["result"]
    if claude.version < (2, 1, 207):
        assert "ZodError" in said or "invalid_union" in said or "updatedInput" in said
    assert os.path.exists(path) == (claude.version >= (2, 1, 207))


def test_a_denials_message_reaches_the_model_and_the_turn_goes_on(claude, home, api):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(f"{script} [[echo-results]]")
    run.deny(run.next_ask("Bash"), "use mktemp for that")
    result = run.next("result")
    assert "use mktemp for that" in result["result"]
    assert (result["is_error"], len(result["permission_denials"])) == (False, 1)
    assert api.main_requests()[-1]["results"][0]["is_error"]
    assert not os.path.exists(path)


def test_a_denial_that_interrupts_ends_the_turn(claude, home):
    run = claude.spawn()
    run.prompt(f"{touch(home)[0]} [[say: never]]")
    mark = run.mark()
    run.deny(run.next_ask("Bash"), "stop", interrupt=True)
    result = run.next("result")
    assert (result["is_error"], result["terminal_reason"]) == (True, "aborted_tools")
    assert "[Request interrupted by user for tool use]" in marker(run, mark)


def test_allow_without_permissions_grants_nothing_more(claude, home):
    run = claude.spawn()
    script = touch(home)[0]
    run.prompt(f"{script} [[then]] {script}")
    run.allow(run.next_ask("Bash"))
    run.allow(run.next_ask("Bash"))
    run.next("result")
    assert not os.path.exists(os.path.join(home.project, ".claude"))


def test_a_granted_suggestion_applies_and_no_other_does(claude, home):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(f"{script} [[then]] {script} [[then]] {touch(home, 'second')[0]}")
    ask = run.next_ask("Bash")
    rules = [dict(one, destination="session")
             for one in ask["request"]["permission_suggestions"] if one["type"] == "addRules"]
    if claude.version < (2, 1, 150):
        assert rules == []
        pytest.skip("this version suggests no rule for such a command")
    run.answer(ask, {"behavior": "allow", "updatedInput": ask["request"]["input"],
                     "updatedPermissions": rules[:1]})
    again = run.next_ask("Bash")["request"]["input"]["command"]
    assert again.endswith("second")
    assert os.path.exists(path)
    assert not os.path.exists(os.path.join(home.project, ".claude"))


def test_several_asks_are_open_at_once_and_answered_in_any_order(claude, home):
    texts = []
    for name in ("a", "b"):
        texts.append(os.path.join(home.folder("elsewhere"), name))
        with open(texts[-1], "w", encoding="ascii") as file:
            file.write(f"text of {name}")
    run = claude.spawn()
    run.prompt(" ".join(f'[[tool: Read {{"file_path":"{path}"}}]]' for path in texts)
               + "[[echo-results]]")
    first, second = run.next_ask("Read"), run.next_ask("Read")
    run.deny(second, "not that one")
    run.allow(first)
    said = run.next("result")["result"]
    assert "not that one" in said
    assert "text of " in said


def test_a_questions_answer_reaches_the_model(claude):
    run = claude.spawn()
    run.prompt(QUESTION)
    ask = run.next_ask("AskUserQuestion")
    assert ask["request"]["input"]["questions"][0]["options"][1]["label"] == "Blue"
    run.allow(ask, answers={"Which colour?": "Blue"})
    assert '"Which colour?"="Blue"' in run.next("result")["result"]


def test_a_questions_answer_may_be_any_text(claude):
    run = claude.spawn()
    run.prompt(QUESTION)
    run.allow(run.next_ask("AskUserQuestion"), answers={"Which colour?": "a quiet grey"})
    assert "a quiet grey" in run.next("result")["result"]


def test_a_denied_questions_message_reaches_the_model(claude):
    run = claude.spawn()
    run.prompt(QUESTION)
    run.deny(run.next_ask("AskUserQuestion"), "ask me tomorrow")
    assert "ask me tomorrow" in run.next("result")["result"]


def test_an_allowed_plan_ends_plan_mode(claude):
    run = claude.spawn("--permission-mode", "plan")
    run.prompt("[[plan: one, two, three]] [[say: begun]]")
    assert run.next("system", "init")["permissionMode"] == "plan"
    ask = run.next_ask("ExitPlanMode")
    if claude.version < (2, 1, 290):
        assert ask["request"]["input"]["plan"] == "one, two, three"
    run.allow(ask)
    assert run.next("system", "status", permissionMode="default")
    assert run.next("result")["result"] == "begun"


def test_a_denied_plan_stays_in_plan_mode_with_the_feedback(claude):
    run = claude.spawn("--permission-mode", "plan")
    run.prompt("[[plan: one]] [[echo-results]]")
    run.deny(run.next_ask("ExitPlanMode"), "first the tests")
    assert "first the tests" in run.next("result")["result"]
    run.prompt("[[say: two]]")
    assert run.next("system", "init")["permissionMode"] == "plan"


def test_stdin_closed_with_an_open_ask_ends_the_turn_without_the_tool(claude, home):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(f"{script} [[echo-results]]")
    run.next_ask("Bash")
    assert run.finish() == 0
    assert "stream closed before response" in run.next("result")["result"]
    assert not os.path.exists(path)


def test_interrupt_while_text_streams(claude):
    run = claude.spawn()
    run.prompt("[[slow: 500 words, 40 ms]]")
    run.wait_line(lambda line: b"text_delta" in line)
    mark = run.mark()
    run.request("interrupt")
    result = run.next("result")
    partial = ("assistant",) if claude.version >= (2, 1, 150) else ()
    assert in_order(run, mark, "control_response", *partial, "user",
                    "result/error_during_execution")
    assert (result["is_error"], result["terminal_reason"]) == (True, "aborted_streaming")
    assert "[Request interrupted by user]" in marker(run, mark)
    assert run.run("[[say: still here]]")["result"] == "still here"


def test_interrupt_while_a_tool_runs(claude, sleeper):
    run = claude.spawn(*ALLOW_BASH)
    run.prompt(sleeper.script)
    sleeper.wait_running()
    run.next("assistant")
    mark = run.mark()
    run.request("interrupt")
    result = run.next("result")
    assert in_order(run, mark, "control_response", "user", "user",
                    "result/error_during_execution")
    assert result["terminal_reason"] == "aborted_tools"
    assert "[Request interrupted by user for tool use]" in marker(run, mark)


def test_interrupt_while_an_ask_is_open_withdraws_it(claude, home):
    script, path = touch(home)
    run = claude.spawn()
    run.prompt(script)
    ask = run.next_ask("Bash")
    mark = run.mark()
    run.request("interrupt")
    withdrawn = run.next("control_cancel_request")
    assert withdrawn["request_id"] == ask["request_id"]
    run.next("result")
    assert in_order(run, mark, "control_cancel_request", "control_response", "user", "user",
                    "result/error_during_execution")
    run.allow(ask)
    assert run.run("[[say: still here]]")["result"] == "still here"
    assert not os.path.exists(path)


def test_interrupt_when_idle_is_a_success_and_nothing_else(claude):
    run = claude.spawn()
    run.run("[[say: one]]")
    mark = run.mark()
    run.request("interrupt")
    assert run.next("control_response")["response"]["subtype"] == "success"
    assert kinds(run.since(mark)) == ["control_response"]
    assert run.run("[[say: two]]")["result"] == "two"
    assert count(run, "result", "error_during_execution") == 0


def test_an_unknown_control_request_is_an_error_not_a_silence(claude):
    run = claude.spawn()
    run.request("no_such_thing")
    assert run.next("control_response")["response"]["subtype"] == "error"


@pytest.mark.parametrize("mode", ["plan", "acceptEdits", "default"])
def test_the_permission_mode_is_set_in_mid_process(claude, mode):
    run = claude.spawn()
    run.request("set_permission_mode", mode=mode)
    assert run.next("control_response")["response"]["subtype"] == "success"
    run.prompt("[[say: one]]")
    assert run.next("system", "init")["permissionMode"] == mode
