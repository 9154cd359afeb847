"""Facts of the real CLI that settling a run rests on: how it starts, ends, and what it leaves."""

import fcntl
import json
import os
import signal

import pytest

import claude as cli
import process
from home import slug_of
from tools import ALLOW_BASH, bash

# The oldest versions tried that do so; the next older ones tried are 2.1.150, 2.1.197, 2.1.215.
SIGINT_ENDS_TOOLS = (2, 1, 197)
SIGTERM_ENDS_TOOLS = (2, 1, 215)
RESUME_LOOKS_EVERYWHERE = (2, 1, 240)

def results(run):
    return [message for message in run.out if message["type"] == "result"]


def answered(api):
    """Main requests which were answered to the end."""
    return [record for record in api.main_requests() if record["outcome"] == "done"]


def is_locked(path):
    with open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def spawn_with_lock(claude, path, *arguments):
    """A run that was given an flocked descriptor, which this process has closed again."""
    with open(path, "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return claude.spawn(*arguments, pass_fds=(lock.fileno(),))


def start_sleeper(claude, sleeper):
    run = claude.spawn(*ALLOW_BASH)
    run.prompt(f"work {sleeper.script} [[say: over]]")
    sleeper.wait_running()
    return run


def test_a_lock_left_open_across_exec_is_held_until_the_cli_ends(claude, home):
    path = os.path.join(home.root, "lock")
    run = spawn_with_lock(claude, path)
    run.run("[[say: one]]")
    assert is_locked(path)
    assert run.finish() == 0
    assert not is_locked(path)


def test_a_lock_left_open_across_exec_does_not_reach_the_tools(claude, home, sleeper):
    path = os.path.join(home.root, "lock")
    run = spawn_with_lock(claude, path, *ALLOW_BASH)
    run.prompt(f"work {sleeper.script}")
    sleeper.wait_running()
    assert is_locked(path)
    run.signal(signal.SIGKILL)
    run.wait_exit()
    assert sleeper.is_running()
    assert not is_locked(path)


def test_sigint_ends_the_running_tool_and_the_process_with_a_result(claude, sleeper):
    run = start_sleeper(claude, sleeper)
    run.signal(signal.SIGINT)
    assert run.wait_exit() == 0
    if claude.version >= SIGINT_ENDS_TOOLS:
        assert [result["is_error"] for result in results(run)] == [True]
        sleeper.wait_ended()
    else:
        assert sleeper.is_running()


def test_sigint_ends_an_idle_process(claude):
    run = claude.spawn()
    run.run("[[say: one]]")
    run.signal(signal.SIGINT)
    assert run.wait_exit() == 0


def test_sigterm_leaves_the_running_tool_before_2_1_215(claude, sleeper):
    run = start_sleeper(claude, sleeper)
    run.signal(signal.SIGTERM)
    assert run.wait_exit() == 143
    if claude.version >= SIGTERM_ENDS_TOOLS:
        sleeper.wait_ended()
    else:
        assert results(run) == []
        assert sleeper.is_running()


def test_killing_the_group_leaves_the_running_tool(claude, sleeper):
    run = start_sleeper(claude, sleeper)
    os.killpg(run.pid, signal.SIGKILL)
    assert run.wait_exit() == -signal.SIGKILL
    assert sleeper.is_running()


def test_the_tools_session_is_its_own(claude, sleeper):
    start_sleeper(claude, sleeper)
    assert os.getsid(sleeper.pid()) == sleeper.pid()


def test_the_control_interrupt_ends_the_running_tool_and_not_the_process(claude, sleeper):
    run = start_sleeper(claude, sleeper)
    run.request("interrupt")
    assert run.next("result")["terminal_reason"] == "aborted_tools"
    sleeper.wait_ended()
    assert run.run("[[say: still here]]")["result"] == "still here"


def test_end_of_stdin_does_not_end_the_running_turn(claude, api):
    run = claude.spawn(*ALLOW_BASH)
    run.prompt(f"[[hold: g]] {bash('true')} [[then]] {bash('true')} [[say: finished]]")
    api.wait_held("g")
    run.close_stdin()
    api.release("g")
    assert run.wait_exit() == 0
    assert results(run)[-1]["result"] == "finished"
    assert len(answered(api)) == 3


def test_a_closed_stdout_does_not_end_the_running_turn(claude, api, until):
    run = claude.spawn(*ALLOW_BASH, read=False)
    run.prompt(f"[[hold: g]] {bash('true')} [[then]] {bash('true')} [[say: finished]]")
    api.wait_held("g")
    run.pipe.close()
    api.release("g")
    until(lambda: len(answered(api)) == 3, what="the rounds nobody hears of")


def test_an_unread_stdout_does_not_stop_the_turn_and_loses_nothing(claude, api, until):
    run = claude.spawn(read=False)
    run.prompt("[[slow: 2000 words, 0 ms]]")
    until(lambda: answered(api), what="the end of the answer")
    for line in run.pipe:
        message = json.loads(line)
        if message["type"] == "result":
            break
    assert message["result"].endswith(" word2000")


def test_stdin_closed_without_a_message_is_a_quiet_success(claude):
    run = claude.spawn()
    assert run.finish() == 0
    assert run.out == []


@pytest.mark.parametrize("script, status", [("[[say: fine]]", 0), ("[[error: 400]]", 1)])
def test_the_exit_status_tells_of_the_last_result(claude, script, status):
    run = claude.spawn()
    run.run("first [[error: 400]]")
    run.run(f"second {script}")
    assert run.finish() == status


def assert_resumes(claude, session):
    """The session exists: --resume goes on with it, --session-id is refused."""
    refused = claude.spawn(session=session)
    assert refused.finish() == 1
    assert f"Session ID {session} is already in use" in refused.stderr()
    assert refused.out == []
    run = claude.spawn(resume=session)
    run.prompt("[[say: resumed]]")
    assert run.next("system", "init")["session_id"] == session
    assert run.next("result")["result"] == "resumed"


def assert_starts(claude, session):
    """The session does not exist: --resume fails, --session-id starts it."""
    missing = claude.spawn(resume=session)
    missing.prompt("anyone?")
    assert missing.wait_exit() == 1
    assert [result["subtype"] for result in results(missing)] == ["error_during_execution"]
    assert "No conversation found with session ID" in results(missing)[0]["errors"][0]
    if claude.version >= (2, 1, 150):
        assert "No conversation found with session ID" in missing.stderr()
    run = claude.spawn(session=session)
    assert run.run("[[say: started]]")["result"] == "started"


def test_a_first_prompt_killed_before_its_record_starts_again(claude):
    run = claude.spawn()
    run.prompt("lost")
    run.signal(signal.SIGKILL)
    run.wait_exit()
    assert claude.records(run.session) == []
    assert_starts(claude, run.session)


def test_a_first_prompt_killed_after_its_record_is_resumed(claude, api):
    run = claude.spawn()
    prompt_id = run.prompt("kept [[hold: g]]")
    api.wait_held("g")
    claude.wait_record(run.session, lambda one: one.get("uuid") == prompt_id)
    run.signal(signal.SIGKILL)
    run.wait_exit()
    assert_resumes(claude, run.session)


def test_resume_looks_only_in_the_folder_of_its_own_cwd_before_2_1_240(claude, home):
    first = claude.spawn()
    first.run("[[say: one]]")
    assert first.finish() == 0
    elsewhere = claude.spawn(resume=first.session, cwd=home.folder("elsewhere"))
    elsewhere.prompt("[[say: two]]")
    result = elsewhere.next("result")
    if claude.version >= RESUME_LOOKS_EVERYWHERE:
        assert result["result"] == "two"
    else:
        assert "No conversation found" in result["errors"][0]
        assert elsewhere.wait_exit() == 1


def test_a_fork_gets_the_session_id_it_is_given(claude):
    first = claude.spawn()
    first.run("[[say: one]]")
    assert first.finish() == 0
    fork_id = cli.new_id()
    fork = claude.spawn("--fork-session", "--session-id", fork_id, resume=first.session)
    fork.prompt("[[say: two]]")
    assert fork.next("system", "init")["session_id"] == fork_id
    fork.next("result")
    assert fork.finish() == 0
    assert "one" in str(claude.records(fork_id))


def test_a_fork_does_not_swallow_a_uuid_of_its_parent(claude, api):
    first = claude.spawn()
    prompt_id = first.prompt("first [[say: one]]")
    first.next("result")
    assert first.finish() == 0
    fork = claude.spawn("--fork-session", "--session-id", cli.new_id(), resume=first.session)
    fork.run("again", prompt_id)
    assert api.turns_with("again") == 1


def test_sigterm_on_sight_of_the_result_keeps_the_turn(claude):
    run = claude.spawn()
    run.run("[[say: remember this]]")
    run.signal(signal.SIGTERM)
    assert run.wait_exit() == 143
    assert "remember this" in str([record["message"] for record in claude.records(run.session)
                                   if record["type"] == "assistant"])


def test_a_running_cli_is_listed_by_pid(claude, home):
    run = claude.spawn()
    run.run("[[say: one]]")
    path = os.path.join(home.config, "sessions", f"{run.pid}.json")
    with open(path, encoding="utf-8") as file:
        entry = json.load(file)
    with open(f"/proc/{run.pid}/stat", encoding="ascii", errors="replace") as file:
        started = file.read().rpartition(")")[2].split()[19]
    assert (entry["pid"], entry["sessionId"]) == (run.pid, run.session)
    assert "procStart" not in entry or str(entry["procStart"]) == started
    assert "procStart" in entry or claude.version < (2, 1, 150)
    assert os.path.realpath(entry["cwd"]) == home.project
    assert run.finish() == 0
    assert not os.path.exists(path)


def test_a_killed_cli_stays_listed(claude, home):
    run = claude.spawn()
    run.run("[[say: one]]")
    run.signal(signal.SIGKILL)
    run.wait_exit()
    assert os.path.exists(os.path.join(home.config, "sessions", f"{run.pid}.json"))
    assert not process.alive(run.pid)


@pytest.mark.parametrize("name", [
    pytest.param("my.proj_x y-Z9", id="ascii"),
    pytest.param("naïve 日本 😀", id="wide"),
    pytest.param("/".join(["ab_c" * 12] * 5), id="long"),
])
def test_the_transcripts_folder_is_named_after_the_cwd(claude, home, name):
    cwd = home.folder(name)
    run = claude.spawn(cwd=cwd)
    run.run("[[say: one]]")
    assert run.finish() == 0
    assert os.listdir(os.path.join(home.config, "projects")) == [slug_of(cwd)]
    assert claude.records(run.session, cwd)


def test_the_transcript_is_the_users_alone(claude, home):
    run = claude.spawn()
    run.run("[[say: one]]")
    assert run.finish() == 0
    assert os.stat(home.transcript_path(run.session)).st_mode & 0o777 == 0o600
