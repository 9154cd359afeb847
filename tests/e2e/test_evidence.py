"""What becomes of a prompt whose agent is gone: by evidence, and an error is no evidence."""

import os
import resource
import signal
import sqlite3

import pytest

import runner
import scripted

HELD = "hold:gate"


@pytest.fixture
def host(home):
    machine = scripted.Host(home)
    yield machine
    machine.end()


@pytest.fixture
def link(host):
    return host.link()


def working(host, link, words=HELD):
    sent = link.submit(f"Work {words}")
    host.until_ran(sent["task"])
    return sent


def change(host, sql, *args):
    """Changes the database while no daemon runs."""
    base = sqlite3.connect(os.path.join(host.state, "ccr.db"))
    base.execute(sql, args)
    base.commit()
    base.close()


def kill_all(host):
    """Daemon, shim and agent at once, as when the machine goes down."""
    shim, agent = host.pids(host.runs()[0])
    host.kill_daemon()
    for pid in (shim, agent):
        runner.kill(pid, signal.SIGKILL)
    runner.wait.until(lambda: runner.birth(agent) is None, what="the agent's end")


def test_after_a_reboot_what_was_handed_over_is_interrupted(host, link):
    sent = working(host, link)
    kill_all(host)
    change(host, "UPDATE run SET boot = 'another'")
    done = host.link().until_ended(sent)
    assert done["state"] == "interrupted" and "machine went down" in done["error"]["message"]
    assert host.ran(sent["task"]) == 1


def test_after_a_reboot_a_line_that_was_never_fed_is_interrupted_too(host, link):
    sent = working(host, link)
    kill_all(host)
    change(host, "UPDATE run SET boot = 'another'")
    with open(os.path.join(host.runs()[0], "fed"), "wb") as file:
        file.write(bytes(8))
    assert host.link().until_ended(sent)["state"] == "interrupted"


def test_after_a_reboot_without_the_folder_the_prompt_is_interrupted(host, link):
    sent = working(host, link)
    kill_all(host)
    change(host, "UPDATE run SET boot = 'another'")
    os.rename(host.runs()[0], host.path("gone"))
    assert host.link().until_ended(sent)["state"] == "interrupted"


def test_a_run_whose_folder_was_never_made_is_begun_again(host, link):
    """A daemon that dies between the rows and the folder."""
    sent = link.submit("Work say:twice early:1")
    link.until_ended(sent)
    host.kill_daemon()
    os.rename(host.runs()[0], host.path("gone"))
    change(host, "UPDATE task SET state = 'running', ended_at = NULL, prompt = 'Work say:once'")
    change(host, "UPDATE attempt SET over = 0")
    change(host, "UPDATE run SET state = 'live', settled_at = NULL, exit = NULL")
    done = host.link().until_ended(sent)
    assert done["state"] == "completed" and host.ran(sent["task"]) == 1


def test_a_daemon_without_descriptors_takes_no_prompt_for_unread(host, link):
    sent = working(host, link)
    daemon = host.daemon_pid()
    shim, agent = host.pids(host.runs()[0])
    before = resource.prlimit(daemon, resource.RLIMIT_NOFILE)
    resource.prlimit(daemon, resource.RLIMIT_NOFILE, (3, before[1]))
    runner.kill(agent, signal.SIGKILL)
    runner.wait.until(lambda: runner.birth(shim) is None, what="the shim's end")
    for _ in range(20):
        assert link.request("ping")
    resource.prlimit(daemon, resource.RLIMIT_NOFILE, before)
    host.release("gate")
    assert link.until_ended(sent)["state"] == "interrupted"
    assert host.ran(sent["task"]) == 1


def wrapped(home, text):
    """A host whose agent stands behind a shell script."""
    path = os.path.join(home.root, "wrapper")
    with open(path, "w", encoding="ascii") as file:
        file.write("#!/bin/sh\n" + text.format(agent=" ".join(scripted.Agent.command)))
    os.chmod(path, 0o755)
    return scripted.Host(home, [path])


def test_an_agent_that_outlives_its_wrapper_is_ended_before_anything_is_judged(home):
    machine = wrapped(home, 'mkfifo "$TMPDIR/in"; exec 3<&0; {agent} "$@" <&3 & '
                            'echo $! > "$TMPDIR/inner"; wait\n')
    try:
        link = machine.link()
        sent = link.submit("Work deaf hold:gate")
        machine.until_ran(sent["task"])
        inner = int(machine.read("inner")[0])
        _, wrapper = machine.pids(machine.runs()[0])
        os.kill(wrapper, signal.SIGKILL)
        assert link.until_ended(sent)["state"] == "interrupted"
        assert runner.birth(inner) is None, "nobody writes when the next agent may start"
        assert machine.ran(sent["task"]) == 1
    finally:
        machine.end()


@pytest.mark.parametrize("sleep", ["", "sleep 7; "])
def test_a_shim_that_is_late_never_feeds_what_was_given_to_another(home, sleep):
    """The daemon dies after it started the shim, and the shim takes its time."""
    slow = os.path.join(home.root, "slow-shim")
    with open(slow, "w", encoding="ascii") as file:
        file.write(f'#!/bin/sh\nif [ -e "{home.tmp}/late" ]; then rm "{home.tmp}/late"; {sleep}'
                   f'echo x > "{home.tmp}/came"; fi\n'
                   f'exec {runner.program("CCR_SHIM", "ccr-shim")} "$@"\n')
    os.chmod(slow, 0o755)
    machine = scripted.Host(home, agent__idle_seconds=0)
    machine.env["CCR_SHIM"] = slow
    try:
        machine.release("late")
        link = machine.link()
        sent = link.submit("Work say:ok")
        runner.wait.until(lambda: not os.path.exists(machine.path("late")), what="the late shim")
        machine.kill_daemon()
        done = machine.link().until_ended(sent)
        runner.wait.until(lambda: machine.read("came"), what="the late shim's start")
        assert done["state"] == "completed", done
        first = machine.runs()
        runner.wait.until(lambda: all(_over(run) for run in first[:-1]), what="the late shim's end")
        assert machine.ran(sent["task"]) == 1
    finally:
        machine.end()


def _over(run):
    """No process has the run's folder in its command line any more, or it ended by its own word."""
    if os.path.exists(os.path.join(run, "exit")):
        return True
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    if run.encode() in file.read():
                        return False
            except OSError:
                continue
    return True


def test_a_swallowed_prompt_is_an_error_of_ours(host, link):
    done = link.until_ended(link.submit("Work swallow"))
    assert done["state"] == "failed" and done["error"]["code"] == "swallowed"


@pytest.mark.parametrize("status", [0, 1])
def test_an_agent_that_dies_in_the_middle_leaves_it_interrupted(host, link, status):
    done = link.until_ended(link.submit(f"Work die:{status}"))
    assert done["state"] == "interrupted" and host.ran(done["task"]) == 1


def test_an_agent_that_ends_before_it_begins_is_tried_no_more_than_five_times(host, link):
    done = link.until_ended(link.submit("Work early:0"))
    assert done["state"] == "failed" and done["error"]["code"] == "agent"
    assert len(host.argv()) == 5


def test_much_output_with_half_a_line_at_its_end_is_settled(host, link):
    sent = working(host, link, "hold:gate chatter:9000000 torn die:1")
    shim, _ = host.pids(host.runs()[0])
    daemon = host.daemon_pid()
    os.kill(daemon, signal.SIGSTOP)
    host.release("gate")
    runner.wait.until(lambda: runner.birth(shim) is None, what="the shim's end")
    os.kill(daemon, signal.SIGCONT)
    assert link.until_ended(sent, seconds=20)["state"] == "interrupted"


def test_a_line_that_is_too_long_is_passed_over(host, link):
    done = link.until_ended(link.submit("Work long:20000000 say:heard"))
    assert done["state"] == "completed" and done["result"] == "heard"
    again = link.until_ended(link.submit("Again say:ok", session=done["session"]))
    assert again["state"] == "completed"


def test_a_daemon_that_dies_while_a_long_line_is_passed_over_goes_on(host, link):
    sent = link.submit("Work long:20000000 hold:gate say:heard")
    host.until_ran(sent["task"])
    host.kill_daemon()
    again = host.link()
    host.release("gate")
    assert again.until_ended(sent)["result"] == "heard"
