"""When storage fails: nothing is promised, nothing is lost, nothing runs twice."""

import os

import pytest

import disk
import runner
import scripted


@pytest.fixture
def host(home):
    machine = scripted.Host(home)
    small = disk.Small(machine.state, 24)
    yield machine
    small.fill(0)
    machine.end()
    small.remove()


@pytest.fixture
def small(host):
    return disk.Small.at(host.state)


@pytest.fixture
def link(host):
    return host.link()


def refused(link):
    """True once a prompt is refused for the disk; the error that said so."""
    try:
        link.submit("Refused")
    except runner.Refused as error:
        assert error.kind == "storage", error
        return error
    return None


def test_a_full_disk_refuses_prompts_and_takes_them_again_when_there_is_room(host, link, small):
    before = link.until_ended(link.submit("Before say:ok"))
    small.fill()
    error = runner.wait.until(lambda: refused(link), what="the refusal")
    for _ in range(20):
        error = refused(link) or error
    assert error.message.count("no prompt is taken now") == 1, error.message
    checks = {c["name"]: c for c in link.request("host/check")["checks"]}
    assert checks["storage"]["state"] == "fail" and checks["storage"]["next"]
    assert link.task(before)["state"] == "completed", "it goes on showing what it knows"
    small.fill(0)
    _until_taken(link)
    after = link.until_ended(link.submit("After say:ok"))
    assert after["state"] == "completed"
    assert "storage" not in {c["name"] for c in link.request("host/check")["checks"]}


def _until_taken(link):
    """Asks all the while, as an impatient client does."""
    task = runner.new_id()

    def taken():
        try:
            return link.submit("Taken say:ok", task=task)
        except runner.Refused:
            return None

    runner.wait.until(taken, what="the end of the refusals")
    assert link.until_ended(task)["state"] == "completed"


def test_work_goes_on_while_the_disk_is_full_and_is_completed_afterwards(host, link, small):
    sent = link.submit("Work hold:gate chatter:200000 say:done")
    host.until_ran(sent["task"])
    small.fill()
    runner.wait.until(lambda: refused(link), what="the refusal")
    small.fill()
    host.release("gate")
    runner.wait.until(lambda: small.stalled(host), what="the stall")
    assert link.task(sent)["state"] == "running"
    small.fill(0)
    assert link.until_ended(sent)["state"] == "completed"
    assert host.ran(sent["task"]) == 1 and link.task(sent)["attempts"] == 1


def test_no_receipt_is_given_without_a_commit(host, link, small):
    link.until_ended(link.submit("Before say:ok"))
    small.fill()
    promised, tried = [], []
    for number in range(60):
        task = runner.new_id()
        tried.append(task)
        try:
            promised.append(link.submit(f"Prompt{number} " + "x" * 20000, task=task)["task"])
        except runner.Refused as error:
            assert error.kind == "storage"
    assert len(promised) < len(tried)
    host.kill_daemon()
    small.fill(0)
    again = host.link()
    for task in promised:
        assert again.until_ended(task)["state"] == "completed"
        assert host.ran(task) == 1
    for task in set(tried) - set(promised):
        with pytest.raises(runner.Refused) as error:
            again.task(task)
        assert error.value.kind == "not_found"


def test_the_reserve_is_there_again_when_there_is_room(host, link, small):
    link.request("ping")
    reserve = os.path.join(host.state, "reserve")
    assert os.path.getsize(reserve) == 1 << 20
    small.fill()
    runner.wait.until(lambda: refused(link), what="the refusal")
    assert not os.path.exists(reserve)
    small.fill(0)
    runner.wait.until(lambda: os.path.exists(reserve), what="the reserve")


def test_a_read_only_state_folder_is_named(host, link, small):
    done = link.until_ended(link.submit("Before say:ok"))
    link.request("session/release", session=done["session"])
    run = host.runs()[0]
    runner.wait.until(lambda: os.path.exists(os.path.join(run, "exit")), what="the agent's end")
    host.kill_daemon()
    link.close()
    runner.wait.until(lambda: small.remount("ro"), what="the remount")
    late = host.link()
    runner.wait.until(lambda: late.ended, what="the refusal")
    assert "Read-only" in late.stderr()
    assert small.remount("rw")
    assert host.link().task(done)["state"] == "completed"
