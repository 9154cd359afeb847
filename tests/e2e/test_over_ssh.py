"""The whole: ccr on one machine, sshd, the runner and the real CLI on another."""

import json
import os
import signal

import pytest

import far as far_module
import runner
import sshd
import wait


@pytest.fixture
def far(home, api, agent):
    if not sshd.SSHD:
        if os.environ.get("CCR_REQUIRE_REAL") == "1":
            pytest.fail("no sshd on this machine")
        pytest.skip("NOT TESTED: no sshd on this machine")
    host = far_module.Far(home.folder("far"), api, agent).start()
    yield host
    host.stop()


@pytest.fixture
def client(home, far, processes):
    machine = far_module.Client(home, far, processes)
    machine.add_host()
    return machine


def command_name(pid):
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def prompt(client, text, *options):
    """The completed task of `ccr prompt -H far -C project --wait --json`."""
    lines = client.json("prompt", "-H", "far", "-C", str(client.far.project), "--wait", *options,
                        text)
    return lines[-1]


def test_a_prompt_goes_there_and_back_and_its_session_goes_on(client, api):
    task = prompt(client, "Over there. [[say: carried out]]")
    assert task["state"] == "completed" and task["result"] == "carried out"
    assert task["host"] == "far" and task["accepted"]
    session = task["session"]
    assert [s["session"] for s in client.json("sessions", "-H", "far")] == [session]
    items = client.json("show", "-H", "far", session)
    assert [(i["kind"], i["text"]) for i in items if i["kind"] in ("prompt", "text")] == [
        ("prompt", "Over there. [[say: carried out]]"), ("text", "carried out")]
    reply = client.json("reply", "-H", "far", session[-6:], "--wait", "And more. [[say: more]]")[-1]
    assert reply["state"] == "completed" and reply["session"] == session
    assert [t["task"] for t in client.json("tasks", "-H", "far")] == [reply["task"], task["task"]]
    assert api.turns_with("Over there.") == 1


def test_a_permission_is_listed_and_answered_from_another_terminal(client):
    made = client.far.project / "made"
    waiting = client.start("prompt", "-H", "far", "-C", str(client.far.project), "--wait", "--json",
                           '[[tool: Bash {"command":"touch %s"}]] [[echo-results]]' % made)
    asks = wait.until(lambda: client.json("asks", "-H", "far"), what="the ask")
    assert asks[0]["tool"] == "Bash" and asks[0]["input"]["command"] == f"touch {made}"
    client.run("answer", "-H", "far", asks[0]["ask"][-6:], "yes")
    assert waiting.wait_exit() == 0
    assert json.loads(waiting.lines[-1])["state"] == "completed"
    assert made.exists()


def test_a_denials_message_reaches_the_model(client):
    waiting = client.start("prompt", "-H", "far", "-C", str(client.far.project), "--wait", "--json",
                           '[[tool: Bash {"command":"touch no"}]] [[echo-results]]')
    asks = wait.until(lambda: client.json("asks", "-H", "far"), what="the ask")
    client.run("answer", "-H", "far", asks[0]["ask"], "no", "not on a friday")
    assert waiting.wait_exit() == 0
    assert "not on a friday" in json.loads(waiting.lines[-1])["result"]


def test_a_mistyped_word_is_no_answer(client):
    client.start("prompt", "-H", "far", "-C", str(client.far.project),
                 '[[tool: Bash {"command":"touch no"}]]')
    asks = wait.until(lambda: client.json("asks", "-H", "far"), what="the ask")
    client.run("answer", "-H", "far", asks[0]["ask"], "yess", status=2)
    assert client.json("asks", "-H", "far")[0]["state"] == "pending"


def test_the_death_of_client_serve_and_daemon_leaves_the_run_and_watch_picks_it_up(client, api):
    waiting = client.start("prompt", "-H", "far", "-C", str(client.far.project), "--wait",
                           "Survive. [[say: begun]] [[tool: Read {\"file_path\":\"%s\"}]] "
                           "[[hold: gate]] [[say: the end]]" % client.far.home.joinpath("claude"))
    ask = wait.until(lambda: client.json("asks", "-H", "far"), what="the ask")[0]
    client.run("answer", "-H", "far", ask["ask"], "yes")
    api.wait_held("gate")
    waiting.signal(signal.SIGKILL)
    for pid in sshd.children_of(client.far.server.process.pid):
        if "ccr-remote" in command_name(pid):
            runner.kill(pid, signal.SIGKILL)
    runner.kill(runner.lock_holder(client.far.state / "daemon.lock"), signal.SIGKILL)
    task = client.json("tasks", "-H", "far")[0]
    assert task["state"] == "running"
    watching = client.start("watch", "-H", "far", task["task"])
    watching.wait_line(lambda line: line.strip() == b"begun")
    api.release("gate")
    assert watching.wait_exit() == 0
    assert any(b"the end" in line for line in watching.lines)
    assert sum(line.strip() == b"begun" for line in watching.lines) == 1
    assert api.turns_with("Survive.") == 1


def test_the_death_of_the_shim_ends_the_agent_and_retry_continues_it(client, api):
    client.run("prompt", "-H", "far", "-C", str(client.far.project), "Cut. [[hold: gate]] [[say: x]]")
    api.wait_held("gate")
    run = next((client.far.state / "runs").glob("*"))
    words = wait.until(lambda: (run / "pids").exists() and (run / "pids").read_text().split())
    runner.kill(int(words[1]), signal.SIGKILL)
    task = client.json("tasks", "-H", "far")[0]["task"]
    watched = client.run("watch", "-H", "far", task, status=1)
    assert "interrupted" in watched.stdout + watched.stderr
    wait.until(lambda: runner.birth(int(words[5])) is None, what="the agent's end")
    api.release("gate")
    client.run("retry", "-H", "far", task)
    client.run("watch", "-H", "far", task)
    assert client.json("task", "-H", "far", task)[0]["state"] == "completed"
    assert api.turns_with("Cut.") == 1


def test_an_unknown_key_is_refused_with_the_command_that_trusts_it(home, far, processes):
    stranger = far_module.Client(home, far, processes)
    stranger.add_host(trust=False)
    refused = stranger.run("tasks", "-H", "far", status=4)
    key = sshd.fingerprint(f"{far.server.host_keys[0]}.pub")
    assert f"host trust far {key}" in refused.stderr
    stranger.run("host", "trust", "far", key)
    assert stranger.json("tasks", "-H", "far") == []


def test_what_goes_wrong_on_the_way_has_its_status_and_next_step(client, home):
    client.run("tasks", "-H", "nowhere", status=5)
    client.run("host", "add", "closed", "127.0.0.1", "--port", str(sshd.free_port()), status=None)
    assert client.run("tasks", "-H", "closed", status=3).stderr.count("\n") == 1
    assert client.run("prompt", "-H", "closed", "hello", status=3)
    assert client.json("outbox") == []
    client.run("prompt", "-H", "closed", "--queue", "hello", status=None)
    assert [row["state"] for row in client.json("outbox")] == ["unsent"]
    client.run("host", "add", "noname", "no.such.name.invalid", status=None)
    client.run("tasks", "-H", "noname", status=3)


def test_a_host_without_the_runner_says_so(client):
    client.far.server.path = "/usr/bin:/bin"
    client.far.server.stop()
    client.far.server.start()
    client.run("config", "set", "host.far.port", str(client.far.server.port))
    client.run("host", "trust", "far", sshd.fingerprint(f"{client.far.server.host_keys[0]}.pub"),
               status=None)
    missing = client.run("tasks", "-H", "far", status=6)
    assert "was not found" in missing.stderr


def test_doctor_walks_the_chain(client):
    report = client.run("doctor", "far", status=None)
    assert "PASS" in report.stdout and "FAIL" not in report.stdout, report.stdout


def test_noise_of_a_shell_is_skipped(home, api, agent, processes):
    noisy = far_module.Far(home.folder("far"), api, agent, noise="Welcome to the machine!").start()
    try:
        machine = far_module.Client(home, noisy, processes)
        machine.add_host()
        assert machine.json("tasks", "-H", "far") == []
    finally:
        noisy.stop()


def test_ctrl_c_leaves_the_task_running_and_says_how_to_follow_it(client, api):
    waiting = client.start("prompt", "-H", "far", "-C", str(client.far.project), "--wait",
                           "Go on. [[hold: gate]] [[say: end]]")
    api.wait_held("gate")
    waiting.signal(signal.SIGINT)
    assert waiting.wait_exit() == 130
    assert "watch" in waiting.stderr()
    api.release("gate")
    task = client.json("tasks", "-H", "far")[0]["task"]
    client.run("watch", "-H", "far", task)
    assert client.json("task", "-H", "far", task)[0]["state"] == "completed"
