"""Facts of the real CLI that delivery rests on: prompts, their uuids, turns and the transcript."""

import fcntl
import struct
import termios

import claude as cli
from tools import ALLOW_BASH

# The oldest versions tried that do so; the next older one tried (2.1.100) does not.
CLEAR_CHANGES = (2, 1, 150)
LOCAL_COMMANDS_COUNT_NOTHING = (2, 1, 150)
RESULTS_HAVE_ORIGIN = (2, 1, 150)

def kinds(messages):
    """Type and subtype of each message; a replayed prompt is an "echo".

    Left out are the notes of newer versions about a prompt's way through the queue.
    """
    return ["echo" if message.get("isReplay") else
            "/".join(filter(None, [message["type"], message.get("subtype")]))
            for message in messages if message["type"] != "command_lifecycle"]


def echoes(run):
    return [message["uuid"] for message in run.out if message.get("isReplay")]


def count(run, kind, subtype=None):
    return sum(message["type"] == kind and message.get("subtype") == subtype
               for message in run.out)


def unread(pipe):
    """How many bytes stand in the pipe."""
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]


def assert_swallowed(run, api, prompt_id):
    """The uuid is echoed, and then no turn begins."""
    turns, results = count(run, "system", "init"), count(run, "result", "success")
    run.prompt("swallowed? [[say: no]]", prompt_id)
    run.next("user", uuid=prompt_id, isReplay=True)
    run.run("afterwards [[say: yes]]")
    assert count(run, "system", "init") == turns + 1
    assert count(run, "result", "success") == results + 1
    assert api.turns_with("swallowed?") == 0


def test_a_turn_is_init_echo_answer_result(claude):
    run = claude.spawn()
    prompt_id = run.prompt("[[say: one]]")
    run.next("result")
    seen = [kind for kind in kinds(run.since(0)) if kind != "system/status"]
    assert seen == ["system/init", "echo", "assistant", "result/success"]
    assert echoes(run) == [prompt_id]


def test_every_turn_begins_with_init_and_ends_with_one_result(claude):
    run = claude.spawn()
    for number in range(3):
        mark = run.mark()
        run.run(f"[[say: {number}]]")
        seen = kinds(run.since(mark))
        assert seen[0] == "system/init"
        assert seen[-1] == "result/success"
        assert (seen.count("system/init"), seen.count("result/success")) == (1, 1)


def test_the_echo_comes_with_the_first_finished_block_not_on_receipt(claude, api):
    run = claude.spawn()
    prompt_id = run.prompt("[[hold: before]] [[say: one]] [[hold: after]] [[say: two]]")
    api.wait_held("before")
    assert echoes(run) == []
    api.release("before")
    run.next("user", uuid=prompt_id, isReplay=True)
    api.wait_held("after")
    assert count(run, "result", "success") == 0
    api.release("after")
    run.next("result")


def test_nothing_is_printed_before_the_first_message(claude):
    run = claude.spawn()
    run.request("initialize")
    run.next("control_response")
    assert kinds(run.out) == ["control_response"]


def test_a_uuid_read_in_this_process_is_swallowed(claude, api):
    run = claude.spawn()
    prompt_id = run.prompt("first [[say: yes]]")
    run.next("result")
    assert_swallowed(run, api, prompt_id)


def test_a_uuid_whose_turn_failed_is_swallowed(claude, api):
    run = claude.spawn()
    prompt_id = run.prompt("first [[error: 400]]")
    assert run.next("result")["is_error"]
    assert_swallowed(run, api, prompt_id)


def test_a_uuid_whose_turn_was_interrupted_is_swallowed(claude, api):
    run = claude.spawn()
    prompt_id = run.prompt("first [[say: one]] [[hold: g]]")
    run.next("user", uuid=prompt_id)
    run.request("interrupt")
    run.next("result")
    assert_swallowed(run, api, prompt_id)


def test_after_resume_the_uuid_of_a_loaded_user_record_is_swallowed(claude, api):
    first = claude.spawn()
    prompt_id = first.prompt("first [[say: yes]]")
    first.next("result")
    assert first.finish() == 0
    assert_swallowed(claude.spawn(resume=first.session), api, prompt_id)


def test_after_resume_the_uuid_of_a_steered_prompt_runs_again(claude, api, waiter):
    first = claude.spawn(*ALLOW_BASH)
    first.prompt(f"work {waiter.script}")
    waiter.wait_running()
    steered = first.prompt("steered")
    waiter_is_told(first, waiter)
    first.next("result")
    assert first.finish() == 0
    second = claude.spawn(resume=first.session)
    second.run("again", steered)
    assert api.turns_with("steered") == 1
    assert api.turns_with("again") == 1


def test_after_resume_the_uuid_of_a_prompt_merged_into_another_runs_again(claude, api):
    first = claude.spawn()
    first.prompt("first [[say: one]] [[hold: g]] [[say: two]]")
    api.wait_held("g")
    early = first.prompt("early")
    first.prompt("late")
    first.request("initialize")
    first.next("control_response")
    api.release("g")
    first.next("result")
    first.next("result")
    assert first.finish() == 0
    claude.spawn(resume=first.session).run("again", early)
    assert api.turns_with("again") == 1


def test_after_resume_the_uuid_of_a_prompt_from_before_a_compaction_runs_again(claude, api):
    first = claude.spawn()
    prompt_id = first.prompt("first [[say: one]]")
    first.next("result")
    first.run("second [[say: two]]")
    first.run("/compact")
    assert first.finish() == 0
    second = claude.spawn(resume=first.session)
    if claude.version < (2, 1, 197):
        assert_swallowed(second, api, prompt_id)
    else:
        second.run("again", prompt_id)
        assert api.turns_with("again") == 1


def waiter_is_told(run, waiter):
    """Lets the tool end once the CLI has read all that was written to it."""
    run.request("initialize")
    run.next("control_response")
    waiter.open()


def test_the_prompts_uuid_stands_in_the_transcript_while_the_turn_runs(claude, api):
    run = claude.spawn()
    prompt_id = run.prompt("Find me. [[hold: g]]")
    api.wait_held("g")
    record = claude.wait_record(run.session, lambda one: one.get("uuid") == prompt_id,
                                "the prompt's record", seconds=5)
    assert record["type"] == "user"
    assert count(run, "result", "success") == 0


def test_a_prompt_sent_while_a_tool_runs_joins_the_turn(claude, api, waiter):
    run = claude.spawn(*ALLOW_BASH)
    run.prompt(f"work {waiter.script} [[say: over]]")
    waiter.wait_running()
    steered = run.prompt("Also this.")
    waiter_is_told(run, waiter)
    run.next("user", uuid=steered, isReplay=True)
    run.next("result")
    assert run.run("next [[say: next]]")["result"] == "next"
    assert api.turns_with("Also this.") == 1
    assert count(run, "result", "success") == 2
    record = claude.wait_record(
        run.session, lambda one: one.get("attachment", {}).get("type") == "queued_command")
    if claude.version >= (2, 1, 197):
        assert record["attachment"]["source_uuid"] == steered


def test_prompts_sent_while_text_streams_are_merged_under_the_last_uuid(claude, api):
    run = claude.spawn()
    run.prompt("first [[say: one]] [[hold: g]] [[say: two]]")
    api.wait_held("g")
    early, late = run.prompt("early"), run.prompt("late [[say: both]]")
    run.request("initialize")
    run.next("control_response")
    api.release("g")
    run.next("result")
    assert run.next("result")["result"] == "both"
    assert run.finish() == 0
    assert (api.turns_with("early"), api.turns_with("late")) == (1, 1)
    assert count(run, "result", "success") == 2
    uuids = {record.get("uuid") for record in claude.records(run.session)}
    assert late in uuids
    assert early not in uuids
    assert {early, late} <= set(echoes(run))


def test_messages_have_the_uuids_of_their_records(claude):
    run = claude.spawn()
    run.run("[[say: one]]")
    assert run.finish() == 0
    shown = [message["uuid"] for message in run.out if message["type"] == "assistant"]
    stored = [record["uuid"] for record in claude.records(run.session)
              if record["type"] == "assistant"]
    assert shown == stored


def test_blocks_of_an_unfinished_answer_are_shown_but_not_stored(claude):
    run = claude.spawn()
    prompt_id = run.prompt("[[say: half]] [[hold: g]] [[say: whole]]")
    run.next("assistant")
    claude.wait_record(run.session, lambda one: one.get("uuid") == prompt_id)
    run.end()
    assert "half" not in str([record.get("message") for record in claude.records(run.session)
                              if record["type"] == "assistant"])


def test_a_torn_line_ends_the_process(claude):
    run = claude.spawn()
    run.write(cli.prompt_line("torn")[:30] + b"\n")
    assert run.wait_exit() == 1
    assert "Error parsing streaming input line" in run.stderr()
    assert run.out == []


def test_a_torn_line_ends_the_running_turn_too(claude, api):
    run = claude.spawn()
    run.prompt("[[hold: g]] [[say: never]]")
    api.wait_held("g")
    run.write(b'{"type":\n')
    assert run.wait_exit() == 1
    assert count(run, "result", "success") == 0


def test_half_a_line_a_pause_and_the_other_half_are_one_line(claude, until):
    run = claude.spawn()
    line = cli.prompt_line("[[say: whole]]")
    run.request("initialize")
    run.next("control_response")
    run.write(line[:40])
    until(lambda: unread(run.stdin) == 0, what="the CLI's read of the first half")
    run.write(line[40:])
    assert run.next("result")["result"] == "whole"


def test_a_last_line_without_newline_is_a_prompt(claude):
    run = claude.spawn()
    run.write(cli.prompt_line("[[say: the last]]").rstrip(b"\n"))
    assert run.finish() == 0
    assert run.next("result")["result"] == "the last"


def test_clear_brings_another_session_with_its_own_init(claude):
    run = claude.spawn()
    run.run("[[say: one]]")
    run.prompt("/clear")
    cleared = run.next("system", "init")["session_id"]
    assert run.next("result")["session_id"] == cleared
    run.prompt("[[say: two]]")
    assert run.next("system", "init")["session_id"] == cleared
    run.next("result")
    assert (cleared != run.session) is (claude.version >= CLEAR_CHANGES)


def test_a_local_command_has_a_result_and_no_request(claude, api):
    run = claude.spawn()
    result = run.run("/cost")
    assert result["is_error"] is False
    assert api.main_requests() == []
    if claude.version >= LOCAL_COMMANDS_COUNT_NOTHING:
        assert result["num_turns"] == 0


def test_a_result_of_claudes_own_turn_says_so(claude):
    run = claude.spawn(*ALLOW_BASH)
    command = '[[tool: Bash {"command":"sleep 0.2","run_in_background":true,"description":"b"}]]'
    first = run.run(f"{command} [[say: started]] [[then]] [[say: it ended]]")
    assert (first["result"], first.get("origin")) == ("started", None)
    mark = run.mark()
    result = run.next("result")
    assert "system/init" in kinds(run.since(mark))
    assert_origin(claude, result)
    assert result["result"] == "it ended"


def assert_origin(claude, result):
    """The result of a turn that Claude began itself, after a background task ended."""
    if claude.version >= RESULTS_HAVE_ORIGIN:
        assert result["origin"]["kind"] == "task-notification"


def test_a_prompt_steered_into_claudes_own_turn_gets_that_turns_result(claude, api, waiter):
    run = claude.spawn(*ALLOW_BASH)
    command = '[[tool: Bash {"command":"sleep 0.2","run_in_background":true,"description":"b"}]]'
    run.run(f"{command} [[say: started]] [[then]] {waiter.script} [[say: over]]")
    waiter.wait_running()
    steered = run.prompt("into yours")
    waiter_is_told(run, waiter)
    run.next("user", uuid=steered, isReplay=True)
    assert_origin(claude, run.next("result"))
    assert run.run("next [[say: next]]")["result"] == "next"
    assert count(run, "result", "success") == 3
    assert api.turns_with("into yours") == 1
