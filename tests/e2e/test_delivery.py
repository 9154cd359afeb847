"""Delivery: each prompt runs once, with its receipts, whatever dies. Against the real CLI."""

import os
import signal

import pytest

import runner


def test_a_prompt_is_carried_out_and_earns_every_receipt(link, api):
    sent = link.submit("Please greet. [[say: hello from afar]]")
    assert sent["state"] == "queued"
    done = link.until_ended(sent)
    assert done["state"] == "completed", done
    assert done["result"] == "hello from afar"
    saved = link.until_task(sent, lambda t: t["saved"])
    assert saved["accepted"] and saved["cost_usd"] > 0
    assert api.turns_with("Please greet.") == 1


def test_the_same_id_five_times_at_once_from_two_clients_runs_once(host, link, api):
    other = host.link(name="other")
    task = runner.new_id()
    asked = {"task": task, "prompt": "Only once. [[say: done once]]", "project": host.home.project}
    numbers = [(each, each.send("task/submit", **asked)) for each in (link, other) * 3][:5]
    answers = [each.answer(number) for each, number in numbers]
    assert {answer["task"] for answer in answers} == {task}
    assert link.until_ended(task)["state"] == "completed"
    assert link.submit("Only once. [[say: done once]]", task=task)["state"] == "completed"
    assert api.turns_with("Only once.") == 1


def test_the_same_id_with_another_prompt_is_a_conflict(link):
    sent = link.submit("[[say: one]]")
    with pytest.raises(runner.Refused) as refused:
        link.submit("[[say: two]]", task=sent["task"])
    assert refused.value.kind == "conflict"


def test_a_reply_goes_on_in_the_same_session_and_process(host, link, api):
    first = link.until_ended(link.submit("First. [[say: one]]"))
    second = link.until_ended(link.submit("Second. [[say: two]]", session=first["session"]))
    assert second["state"] == "completed" and second["session"] == first["session"]
    assert len(host.runs()) == 1
    last = [r for r in api.requests if r["kind"] == "main"][-1]
    assert any("First." in text for text in last["texts"]), "the reply knows what came before"


def test_prompts_of_one_session_run_one_after_the_other_in_their_order(link, api):
    first = link.submit("A. [[hold: gate]] [[say: a]]")
    api.wait_held("gate")
    rest = [link.submit(f"{name}. [[say: {name}]]", session=first["session"]) for name in "BCD"]
    assert [link.task(t)["state"] for t in rest] == ["queued"] * 3
    api.release("gate")
    for task in [first, *rest]:
        assert link.until_ended(task)["state"] == "completed"
    prompts = [r["prompt"] for r in api.requests if r["kind"] == "main" and r["turn"]]
    assert [p[:2] for p in prompts] == ["A.", "B.", "C.", "D."]


def test_a_steered_prompt_goes_into_the_running_turn(link, api, waiter):
    first = link.submit(f"Work. {waiter.script} [[say: finished]]")
    ask = link.until_ask()
    link.request("ask/answer", ask=ask["ask"], choice="allow")
    waiter.wait_running()
    steered = link.submit("And mind the gap.", session=first["session"], steer=True)
    link.until_state(steered, "running")
    waiter.open()
    assert link.until_ended(first)["state"] == "completed"
    assert link.until_ended(steered)["state"] == "completed"
    assert link.until_task(steered, lambda t: t["accepted"])


def test_the_death_of_client_and_daemon_leaves_the_work_going(host, link, api):
    sent = link.submit("Go on alone. [[hold: gate]] [[say: survived]]")
    api.wait_held("gate")
    link.close(signal.SIGKILL)
    host.kill_daemon()
    api.release("gate")
    again = host.link()
    done = again.until_ended(sent)
    assert done["state"] == "completed" and done["result"] == "survived"
    assert api.turns_with("Go on alone.") == 1


def test_a_daemon_that_dies_while_answers_stream_counts_nothing_twice(host, link, api):
    sent = link.submit("Stream. [[slow: 60 words, 20 ms]] [[hold: end]]")
    api.wait_held("end")
    host.kill_daemon()
    again = host.link()
    again.until_state(sent, "running")
    host.kill_daemon()
    third = host.link()
    api.release("end")
    done = third.until_ended(sent)
    assert done["state"] == "completed" and done["attempts"] == 1
    assert api.turns_with("Stream.") == 1


def test_the_death_of_the_shim_ends_the_agent_and_a_retry_continues(host, link, api):
    sent = link.submit("Half way. [[say: begun]] [[hold: gate]] [[say: never]]")
    api.wait_held("gate")
    shim, agent = host.pids(host.runs()[0])
    os.kill(shim, signal.SIGKILL)
    gone = link.until_ended(sent)
    assert gone["state"] == "interrupted" and gone["error"]["code"] == "agent"
    assert runner.birth(agent) is None or not os.path.exists(f"/proc/{agent}/exe")
    link.request("task/retry", task=sent["task"])
    api.release("gate")
    done = link.until_ended(sent)
    assert done["state"] == "completed" and done["attempts"] == 2
    assert api.turns_with("Half way.") == 1, "a retry of an accepted prompt continues it"


def test_an_interrupted_turn_says_so_and_the_process_lives_on(host, link, api):
    sent = link.submit("Endless. [[slow: 500 words, 50 ms]]")
    link.until_task(sent, lambda t: t["state"] == "running" and api.turns_with("Endless."))
    link.request("session/interrupt", session=sent["session"])
    done = link.until_ended(sent)
    assert done["state"] == "interrupted" and done["error"]["code"] == "user"
    after = link.until_ended(link.submit("[[say: still here]]", session=sent["session"]))
    assert after["state"] == "completed" and len(host.runs()) == 1


def test_cancelling_takes_a_prompt_out_of_the_queue_or_stops_it(link, api):
    first = link.submit("Running. [[hold: gate]]")
    api.wait_held("gate")
    second = link.submit("Waiting.", session=first["session"])
    assert link.request("task/cancel", task=second["task"])["state"] == "cancelled"
    link.request("task/cancel", task=first["task"])
    assert link.until_ended(first)["state"] == "cancelled"
    third = link.until_ended(link.submit("[[say: after]]", session=first["session"]))
    assert third["state"] == "completed"
    assert api.turns_with("Waiting.") == 0


def test_cancelling_an_id_that_never_came_refuses_it_later(link):
    task = runner.new_id()
    assert link.request("task/cancel", task=task)["state"] == "cancelled"
    with pytest.raises(runner.Refused) as refused:
        link.submit("[[say: too late]]", task=task)
    assert refused.value.kind == "conflict"


def test_a_task_whose_time_is_over_fails_with_what_it_had(link):
    sent = link.submit("Slow. [[slow: 900 words, 50 ms]]", timeout_ms=1500)
    done = link.until_ended(sent)
    assert done["state"] == "failed" and done["error"]["code"] == "timeout"


def test_an_idle_process_is_let_go_and_the_session_resumed(home, api, agent):
    machine = runner.Host(home, api, agent, agent__idle_seconds=0)
    try:
        link = machine.link()
        first = link.until_ended(link.submit("First. [[say: one]]"))
        _wait_exit(machine.runs()[0])
        second = link.until_ended(link.submit("Second. [[say: two]]", session=first["session"]))
        assert second["state"] == "completed" and len(machine.runs()) == 2
    finally:
        machine.end()


def test_a_fork_is_a_session_of_its_own_that_knows_the_first(link, api):
    first = link.until_ended(link.submit("Origin. [[say: one]]"))
    link.until_task(first, lambda t: t["saved"])
    fork = link.until_ended(link.submit("Branch. [[say: two]]", session=first["session"], fork=True))
    assert fork["state"] == "completed" and fork["session"] != first["session"]
    last = [r for r in api.requests if r["kind"] == "main"][-1]
    assert any("Origin." in text for text in last["texts"])


def test_a_failed_api_call_fails_the_task_with_its_code_and_next_step(link):
    done = link.until_ended(link.submit("[[error: 401]]"))
    assert done["state"] == "failed" and done["error"]["code"] == "login"
    assert done["error"]["next"]


def test_a_local_command_is_accepted_by_its_result(link, agent):
    if agent.version < (2, 1, 197):
        pytest.skip("2.1.100 counts a turn for a local command")
    done = link.until_ended(link.submit("/cost"))
    assert done["state"] == "completed" and done["accepted"], done


def _wait_exit(run):
    runner.wait.until(lambda: os.path.exists(os.path.join(run, "exit")), what="the agent's end")
