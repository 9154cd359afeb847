"""The daemon: who may start it, who may replace it, and what it says when things are wrong."""

import json
import os
import signal
import socket
import stat

import pytest

import runner


def speak(host, first_line):
    """Talks to the daemon's socket itself; its first word, and the socket."""
    sock = socket.socket(socket.AF_UNIX)
    sock.settimeout(20)
    sock.connect(os.path.join(host.state, "socket"))
    sock.sendall(first_line.encode())
    return sock.recv(64).decode().strip(), sock


def test_ten_clients_at_once_start_one_daemon(host):
    links = [host.link(name=f"c{i}") for i in range(10)]
    for link in links:
        assert link.request("ping")["time"]
    assert host.log().count("serves") == 1


def test_the_state_is_private(host):
    host.link().request("ping")
    assert stat.S_IMODE(os.stat(host.state).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(os.path.join(host.state, "socket")).st_mode) & 0o077 == 0


def test_an_older_daemon_hands_over_and_the_work_goes_on(host, api):
    link = host.link()
    sent = link.submit("Hand over. [[hold: gate]] [[say: done]]")
    api.wait_held("gate")
    before = host.daemon_pid()
    word, sock = speak(host, "ccr 1 99.0.0+1 full newer\n")
    sock.close()
    assert word == "older"
    runner.wait.until(lambda: host.daemon_pid() is None, what="the hand-over")
    again = host.link()
    again.request("ping")
    assert host.daemon_pid() != before
    api.release("gate")
    assert again.until_ended(sent)["state"] == "completed"
    assert api.turns_with("Hand over.") == 1


def test_a_newer_daemon_stays(host):
    host.link().request("ping")
    before = host.daemon_pid()
    word, sock = speak(host, "ccr 1 0.0.1+1 full older\n")
    assert word == "newer"
    sock.sendall(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
    assert b"result" in sock.recv(4096)
    sock.close()
    assert host.daemon_pid() == before


def test_a_socket_that_a_dead_daemon_left_is_no_obstacle(host):
    host.link().request("ping")
    host.kill_daemon()
    assert os.path.exists(os.path.join(host.state, "socket"))
    assert host.link().request("ping")["time"]


@pytest.mark.parametrize("line, kind", [
    (b'{"jsonrpc":"2.0","id":7,"method":"no/such"}\n', "method"),
    (b'{"jsonrpc":"2.0","id":7,"method":"task/get","params":{"task":5}}\n', "invalid"),
    (b'{"jsonrpc":"2.0","id":7,"method":"task/get","params":{"task":"abcdef"}}\n', "not_found"),
    (b'{"jsonrpc":"2.0","id":7,"method":"task/list","params":{"state":"odd"}}\n', "invalid"),
    (b'{"jsonrpc":"2.0","id":7,"method":"task/submit","params":{"task":"x"}}\n', "invalid")])
def test_a_bad_request_gets_an_error_and_the_link_lives(host, line, kind):
    link = host.link()
    link._number = 7
    link.send_raw(line)
    with pytest.raises(runner.Refused) as refused:
        link.answer(7)
    assert refused.value.kind == kind
    assert link.request("ping")["time"]


@pytest.mark.parametrize("line", [b"garbage\n", b"[1,2]\n", b'{"id":1}\n', b"x" * (1 << 20) + b"xx\n"])
def test_what_is_no_message_ends_the_link_and_nothing_else(host, line):
    link, other = host.link(), host.link()
    other.request("ping")
    try:
        link.send_raw(line)
    except BrokenPipeError:
        pass
    runner.wait.until(lambda: link.ended, what="the end of the link")
    assert other.request("ping")["time"]


@pytest.mark.parametrize("prompt, kind", [
    ("", "invalid"), (" \n\t", "invalid"), ("a\0b", "invalid"), ("x" * (128 * 1024 + 1), "too_large")])
def test_a_prompt_that_cannot_be_one_is_refused(host, prompt, kind):
    with pytest.raises(runner.Refused) as refused:
        host.link().submit(prompt)
    assert refused.value.kind == kind


def test_the_longest_prompt_is_taken_whole(host, api):
    link = host.link()
    text = "[[say: ok]]" + "\u20ac\"\n" * 26000
    done = link.until_ended(link.submit(text))
    assert done["state"] == "completed"
    assert any(r["prompt"].count("\u20ac") == 26000 for r in api.requests if r["kind"] == "main")


@pytest.mark.parametrize("project", ["/no/such/folder", "/etc/passwd", "relative"])
def test_a_project_that_is_no_folder_is_refused(host, project):
    with pytest.raises(runner.Refused) as refused:
        host.link().submit("[[say: no]]", project=project)
    assert refused.value.kind in ("not_found", "invalid")


def fake_agent(home, text):
    """A program in place of claude."""
    path = os.path.join(home.root, "fake")
    with open(path, "w", encoding="ascii") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)

    class Fake:
        command = [path]
    return Fake


@pytest.mark.parametrize("text, code, said", [
    ("echo 'Invalid API key' >&2; exit 1\n", "agent", "Invalid API key"),
    ("exit 3\n", "agent", "exit 3")])
def test_an_agent_that_ends_before_it_begins_fails_the_task(home, api, text, code, said):
    machine = runner.Host(home, api, fake_agent(home, text))
    try:
        link = machine.link()
        done = link.until_ended(link.submit("Hello."))
        assert done["state"] == "failed" and done["error"]["code"] == code
        assert said in done["error"]["message"] and done["error"]["next"]
        assert len(machine.runs()) == 1
    finally:
        machine.end()


def test_an_agent_that_is_not_there_fails_the_task(home, api):
    class Missing:
        command = ["/no/such/claude"]
    machine = runner.Host(home, api, Missing)
    try:
        link = machine.link()
        done = link.until_ended(link.submit("Hello."))
        assert done["state"] == "failed" and "claude could not be started" in done["error"]["message"]
    finally:
        machine.end()


def test_an_agent_that_prints_no_json_is_heard_out(home, api):
    machine = runner.Host(home, api, fake_agent(home, "echo not json; head -c 3000000 /dev/zero; "
                                                      "echo; cat > /dev/null\n"))
    try:
        link = machine.link()
        sent = link.submit("Hello.")
        link.until_state(sent, "running")
        link.request("task/cancel", task=sent["task"])
        assert link.until_ended(sent)["state"] == "cancelled"
    finally:
        machine.end()


def test_a_database_of_a_newer_build_is_refused(host, home):
    import sqlite3
    host.link().request("ping")
    host.kill_daemon()
    base = sqlite3.connect(os.path.join(host.state, "ccr.db"))
    base.execute("PRAGMA user_version = 999")
    base.commit()
    base.close()
    link = host.link()
    runner.wait.until(lambda: link.ended, what="the refusal")
    assert "newer" in link.stderr()


def test_a_damaged_database_is_set_aside_and_no_id_is_taken_twice(host, api):
    link = host.link()
    sent = link.submit("Once. [[say: one]]")
    link.until_task(sent, lambda t: t["saved"])
    host.kill_daemon()
    for name in ("ccr.db-wal", "ccr.db-shm"):
        if os.path.exists(os.path.join(host.state, name)):
            os.unlink(os.path.join(host.state, name))
    with open(os.path.join(host.state, "ccr.db"), "r+b") as file:
        file.write(b"garbage " * 200)
    again = host.link()
    with pytest.raises(runner.Refused) as refused:
        again.submit("Once. [[say: one]]", task=sent["task"])
    assert refused.value.kind == "conflict"
    assert [n for n in os.listdir(host.state) if ".damaged-" in n]
    assert api.turns_with("Once.") == 1


def test_a_state_folder_that_is_not_ours_to_use_is_named(host):
    os.makedirs(host.state, mode=0o777)
    os.chmod(host.state, 0o777)
    link = host.link()
    runner.wait.until(lambda: link.ended, what="the refusal")
    assert "others can write" in link.stderr()


def test_a_session_open_in_a_terminal_is_busy_and_its_prompts_wait(host, home, api):
    link = host.link()
    first = link.until_ended(link.submit("First. [[say: one]]"))
    link.request("session/release", session=first["session"])
    os.makedirs(os.path.join(home.config, "sessions"), exist_ok=True)
    path = os.path.join(home.config, "sessions", f"{os.getpid()}.json")
    with open(path, "w", encoding="ascii") as file:
        json.dump({"pid": os.getpid(), "sessionId": first["session"], "entrypoint": "cli",
                   "procStart": runner.birth(os.getpid())}, file)
    runner.wait.until(lambda: os.path.exists(os.path.join(host.runs()[0], "exit")), what="release")
    second = link.submit("Second. [[say: two]]", session=first["session"])
    waits = link.until_task(second, lambda t: t["reason"] and "pid" in t["reason"])
    assert str(os.getpid()) in waits["reason"] and waits["state"] == "queued"
    assert link.request("session/get", session=first["session"])["state"] == "busy"
    os.unlink(path)
    assert link.until_ended(second)["state"] == "completed"
    assert api.turns_with("Second.") == 1


def test_an_idle_process_is_let_go_when_the_user_opens_its_session(host, home):
    link = host.link()
    first = link.until_ended(link.submit("First. [[say: one]]"))
    os.makedirs(os.path.join(home.config, "sessions"), exist_ok=True)
    path = os.path.join(home.config, "sessions", f"{os.getpid()}.json")
    with open(path, "w", encoding="ascii") as file:
        json.dump({"pid": os.getpid(), "sessionId": first["session"], "entrypoint": "cli",
                   "procStart": runner.birth(os.getpid())}, file)
    runner.wait.until(lambda: os.path.exists(os.path.join(host.runs()[0], "exit")),
                      what="the process to be let go")


def test_no_more_than_the_slots_run_at_once(home, api, agent):
    machine = runner.Host(home, api, agent, queue__slots=1)
    try:
        link = machine.link()
        first = link.submit("A. [[hold: gate]] [[say: a]]")
        api.wait_held("gate")
        second = link.submit("B. [[say: b]]")
        link.until_task(second, lambda t: t["reason"] and "slot" in t["reason"])
        api.release("gate")
        assert link.until_ended(first)["state"] == "completed"
        assert link.until_ended(second)["state"] == "completed"
    finally:
        machine.end()


def test_a_watcher_gets_each_item_once_and_in_order(host, api):
    link = host.link()
    sent = link.submit("One. [[say: first]]")
    link.request("session/watch", session=sent["session"], **{"from": "head"}, live=True)
    link.until_ended(sent)
    second = link.submit("Two. [[say: second]]", session=sent["session"])
    link.until_task(second, lambda t: t["saved"])

    def items():
        found = []
        for notice in list(link.notices):
            if notice["method"] == "session/update":
                found += notice["params"]["items"]
        return found

    runner.wait.until(lambda: any(i["text"] == "second" for i in items()), what="the last item")
    told = [(i["kind"], i["text"]) for i in items() if i["kind"] in ("prompt", "text")]
    assert told == [("prompt", "One. [[say: first]]"), ("text", "first"),
                    ("prompt", "Two. [[say: second]]"), ("text", "second")]
    cursors = [i["cursor"] for i in items()]
    assert len(cursors) == len(set(cursors))


def test_live_text_comes_while_it_is_written_and_is_dropped_at_the_end(host, api):
    link = host.link()
    sent = link.submit("Write. [[slow: 40 words, 20 ms]] [[hold: gate]] [[say: end]]")
    link.request("session/watch", session=sent["session"], live=True)
    text = ""

    def lives():
        return [n["params"] for n in list(link.notices) if n["method"] == "session/live"]

    acknowledged = 0

    def acknowledge():
        nonlocal acknowledged
        for live in lives()[acknowledged:]:
            link.notify("session/ack", session=sent["session"], revision=live["revision"])
            acknowledged += 1
        return any("word40" in (live["text"] or "") for live in lives())

    runner.wait.until(acknowledge, what="the live text")
    for live in lives():
        text = live["text"] if live["base"] == 0 else text + (live["text"] or "")
    assert "word1 word2" in text
    api.release("gate")
    runner.wait.until(lambda: acknowledge() and lives()[-1]["dropped"], what="the drop")
    assert link.until_ended(sent)["state"] == "completed"


def test_sigterm_ends_the_daemon_and_leaves_the_work(host, api):
    link = host.link()
    sent = link.submit("Stay. [[hold: gate]] [[say: stayed]]")
    api.wait_held("gate")
    host.kill_daemon(signal.SIGTERM)
    assert not os.path.exists(os.path.join(host.state, "socket"))
    api.release("gate")
    assert host.link().until_ended(sent)["state"] == "completed"


def environment_of_a_tool(machine):
    """What the agent's environment has, told by an agent that only writes it down."""
    link = machine.link()
    link.until_ended(link.submit("Hello."))
    with open(os.path.join(machine.home.root, "seen"), encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize("source", ["login", "file"])
def test_the_agents_environment_is_the_login_shells_or_a_files(home, api, source):
    agent = fake_agent(home, f"env > {home.root}/seen; exit 1\n")
    with open(os.path.join(home.home, ".profile"), "w", encoding="ascii") as file:
        file.write("echo noise\nexport FROM_THERE=login\n")
    path = os.path.join(home.root, "environment")
    with open(path, "w", encoding="ascii") as file:
        file.write("# a comment\nFROM_THERE=file\n")
    machine = runner.Host(home, api, agent,
                          agent__environment="login" if source == "login" else path)
    machine.env["SHELL"] = "/bin/sh"
    try:
        assert f"FROM_THERE={source}\n" in environment_of_a_tool(machine)
    finally:
        machine.end()


def test_a_login_shell_that_hangs_is_not_waited_for(home, api):
    agent = fake_agent(home, f"env > {home.root}/seen; exit 1\n")
    with open(os.path.join(home.home, ".profile"), "w", encoding="ascii") as file:
        file.write("sleep 600\n")
    machine = runner.Host(home, api, agent, agent__environment="login")
    machine.env["SHELL"] = "/bin/sh"
    try:
        assert "HOME=" in environment_of_a_tool(machine)
        assert "login shell did not say" in machine.log()
    finally:
        machine.end()


def test_a_daemon_that_hangs_is_named_and_left_alone(host):
    link = host.link()
    link.request("ping")
    daemon = host.daemon_pid()
    os.kill(daemon, signal.SIGSTOP)
    try:
        late = host.link()
        runner.wait.until(lambda: late.ended, 14, what="the end of the wait")
        said = late.stderr()
        assert "does not answer" in said and "doctor" in said
        assert host.daemon_pid() == daemon
    finally:
        os.kill(daemon, signal.SIGCONT)
    assert link.request("ping")
