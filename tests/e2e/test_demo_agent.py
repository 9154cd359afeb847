"""The demo agent speaks as the real CLI does: same messages, same order, same fields."""

import os
import signal

import pytest

import agents
import claude as cli
import home as home_module
import runner

DEMO = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "contrib", "demo-agent"))

# What ccr's decoder reads of each kind of message. Both agents have it or both lack it, with the same
# type; where the name ends in "=", with the same value.
FIELDS = {
    "system/init": "session_id uuid model cwd permissionMode= tools claude_code_version",
    "system/status": "session_id uuid status= permissionMode=",
    "echo": "session_id uuid isReplay= parent_tool_use_id= message.role= message.content.0.text",
    "assistant/text": "session_id uuid parent_tool_use_id= message.id message.role= message.model message.content.0.text "
                      "message.stop_reason= message.usage.output_tokens error",
    "assistant/tool_use": "session_id uuid parent_tool_use_id= message.id message.content.0.id "
                          "message.content.0.name= message.content.0.input",
    "user/tool_result": "session_id uuid parent_tool_use_id= timestamp message.content.0.tool_use_id "
                        "message.content.0.is_error= message.content.0.content tool_use_result",
    "user/text": "session_id uuid parent_tool_use_id= timestamp message.content.0.text=",
    "control_request/can_use_tool": "request_id request.tool_name= request.tool_use_id request.input "
                                    "request.display_name= request.permission_suggestions session_id",
    "control_response/success": "response.request_id response.response session_id",
    "control_cancel_request": "request_id session_id",
    "result": "session_id uuid subtype= is_error= result errors terminal_reason= stop_reason= total_cost_usd duration_ms "
              "num_turns usage.output_tokens modelUsage permission_denials origin api_error_status=",
    "stream_event": "session_id uuid parent_tool_use_id= event.type= event.index= event.message.id "
                    "event.delta.type= event.delta.text event.delta.stop_reason= event.usage.output_tokens",
}
RECORD_FIELDS = {
    "user": "uuid parentUuid isSidechain= timestamp sessionId cwd version gitBranch entrypoint userType= promptId "
            "message.role= message.content.0.type= message.content.0.is_error= toolUseResult sourceToolAssistantUUID",
    "assistant": "uuid parentUuid isSidechain= timestamp sessionId cwd version gitBranch entrypoint userType= requestId "
                 "message.id message.role= message.content.0.type= message.stop_reason= message.usage.output_tokens",
    "queue-operation": "operation= timestamp sessionId",
    "last-prompt": "lastPrompt leafUuid sessionId",
}
LEFT_OUT = ("attachment", "mode", "file-history-snapshot")


@pytest.fixture
def demo(home, api, processes):
    return cli.Cli(agents.Agent([DEMO], "2.1.197"), home, api, processes)


@pytest.fixture
def other_home():
    """The real CLI works in a home of its own, so that neither sees the other's files."""
    private = home_module.Home()
    yield private
    private.remove()


@pytest.fixture
def real(other_home, api, processes, agent):
    return cli.Cli(agent, other_home, api, processes)


def answered(run, prompt):
    run.run(prompt)


def allowed(run, prompt):
    run.prompt(prompt)
    run.allow(run.next_ask())
    run.next("result")


def denied(run, prompt):
    run.prompt(prompt)
    run.deny(run.next_ask(), "rather not")
    run.next("result")


def chosen(run, prompt):
    run.prompt(prompt)
    ask = run.next_ask("AskUserQuestion")
    question = ask["request"]["input"]["questions"][0]
    run.allow(ask, answers={question["question"]: question["options"][0]["label"]})
    run.next("result")


def interrupted_in_text(run, prompt):
    run.prompt(prompt)
    run.wait_line(lambda line: b"text_delta" in line)
    run.request("interrupt")
    run.next("result")
    run.run("hello again")


def interrupted_in_ask(run, prompt):
    run.prompt(prompt)
    run.next_ask()
    run.request("interrupt")
    run.next("result")


def repeated(run, prompt):
    prompt_id = run.prompt(prompt)
    run.next("result")
    run.prompt(prompt, prompt_id)
    run.next("user", uuid=prompt_id, isReplay=True)
    run.run("hello again")


SCENARIOS = {
    "text": (answered, "hello [[say: a]]", "hello"),
    "slow text": (answered, "hello [[slow: 30 words, 10 ms]]", "slow"),
    "a file read": (answered, '[[say: a]] [[tool: Read {"file_path":"%s/README.md"}]] [[say: b]]', "read"),
    "a tool allowed": (allowed, '[[say: a]] [[tool: Write {"file_path":"%s/new.md","content":"x"}]] [[say: b]]', "write"),
    "a command allowed": (allowed, '[[say: a]] [[tool: Bash {"command":"date >> new","description":"d"}]] [[say: b]]', "run"),
    "a tool denied": (denied, '[[say: a]] [[tool: Bash {"command":"touch new","description":"d"}]] [[say: b]]', "run"),
    "a question": (chosen, "[[say: a]] [[ask: Which?|Red|Blue]] [[say: b]]", "ask me"),
    "a plan": (allowed, "[[say: a]] [[plan: one, two]] [[say: b]]", "plan", "--permission-mode", "plan"),
    "a plan sent back": (denied, "[[say: a]] [[plan: one, two]] [[say: b]]", "plan", "--permission-mode", "plan"),
    "interrupt in a text": (interrupted_in_text, "[[slow: 500 words, 40 ms]]", "slow"),
    "interrupt in an ask": (interrupted_in_ask, '[[say: a]] [[tool: Bash {"command":"touch n","description":"d"}]]', "run"),
    "a repeated uuid": (repeated, "[[say: a]]", "hello"),
}


def kind_of(message):
    if message.get("isReplay"):
        return "echo"
    if message["type"] in ("assistant", "user"):
        return message["type"] + "/" + message["message"]["content"][0]["type"]
    more = {"control_request": message.get("request"), "control_response": message.get("response")}
    subtype = (more.get(message["type"]) or message).get("subtype")
    return message["type"] + ("/" + subtype if subtype and message["type"] != "result" else "")


def field(value, path):
    """(whether it is there, what it is) at a dotted path."""
    for part in path.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return False, None
    return True, value


def type_of(value):
    return "number" if type(value) in (int, float) else type(value).__name__


def fields(message, names):
    """What is compared of a message: each field's type, or its value, or that it is not there."""
    seen = {}
    for name in names.split():
        there, value = field(message, name.rstrip("="))
        seen[name] = (value if name.endswith("=") else type_of(value)) if there else "not there"
    return seen


def messages(run):
    """The conversation but for the stream of parts, with what ccr reads of each message."""
    return [(kind_of(message), fields(message, FIELDS[kind_of(message)])) for message in run.out
            if message["type"] != "stream_event"]


def parts(run):
    """The stream of parts: runs of deltas count as one, and empty first ones as none."""
    seen = []
    for message in run.out:
        if message["type"] == "stream_event":
            part = fields(message, FIELDS["stream_event"])
            if not seen or part != seen[-1]:
                seen.append(part)
    return seen


def records(one, run):
    return [(record["type"], fields(record, RECORD_FIELDS[record["type"]]))
            for record in one.records(run.session) if record["type"] not in LEFT_OUT]


def play(one, place, scenario):
    """A scenario with one of the agents, to its end: (run, exit status)."""
    drive, real_prompt, demo_prompt, *arguments = SCENARIOS[scenario]
    with open(os.path.join(place.project, "README.md"), "w", encoding="utf-8") as file:
        file.write("# A project\n")
    run = one.spawn(*arguments)
    prompt = demo_prompt if one.command == [DEMO] else real_prompt
    drive(run, prompt.replace("%s", place.project))
    return run, run.finish()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_says_and_writes_what_the_real_cli_does_in_the_same_order(demo, real, home, other_home, scenario):
    ours, our_exit = play(demo, home, scenario)
    theirs, their_exit = play(real, other_home, scenario)
    assert messages(ours) == messages(theirs)
    assert parts(ours) == parts(theirs)
    assert our_exit == their_exit
    assert records(demo, ours) == records(real, theirs)


def test_it_resumes_as_the_real_cli_does(demo, real):
    traces = []
    for one in (demo, real):
        first = one.spawn()
        prompt_id = first.prompt("hello [[say: a]]")
        first.next("result")
        assert first.finish() == 0
        again = one.spawn(resume=first.session)
        again.prompt("hello [[say: a]]", prompt_id)
        again.run("hello again")
        assert again.finish() == 0
        kinds = [record["type"] for record in one.records(first.session) if record["type"] not in LEFT_OUT]
        traces.append((messages(again), kinds))
    assert traces[0] == traces[1]


def test_it_refuses_the_starts_that_the_real_cli_refuses(demo, real):
    traces = []
    for one in (demo, real):
        first = one.spawn()
        first.run("hello [[say: a]]")
        first.finish()
        taken, missing = one.spawn(session=first.session), one.spawn(resume=cli.new_id())
        missing.prompt("anyone?")
        result = missing.next("result")
        traces.append((taken.finish(), taken.out, "is already in use" in taken.stderr(), missing.wait_exit(),
                       result["subtype"], result["is_error"], result["errors"][0][:30]))
    assert traces[0] == traces[1]


def test_it_forks_as_the_real_cli_does(demo, real):
    traces = []
    for one in (demo, real):
        first = one.spawn()
        first.run("hello [[say: a]]")
        first.finish()
        fork = one.spawn("--fork-session", "--session-id", cli.new_id(), resume=first.session)
        fork.prompt("hello again")
        init = fork.next("system", "init")
        fork.next("result")
        assert fork.finish() == 0
        own = one.records(init["session_id"])
        traces.append((init["session_id"] != first.session, {record["sessionId"] for record in own} ==
                       {init["session_id"]}, [r["type"] for r in own if r["type"] in ("user", "assistant")]))
    assert traces[0] == traces[1]


def test_wherever_its_work_is_shown_it_is_named_demo(demo):
    run = demo.spawn("--model", "opus")
    result = run.run("hello")
    run.finish()
    assert "no model" in result["result"] and result["total_cost_usd"] == 0
    assert run.out[0]["model"] == "demo"
    answers = [record for record in demo.records(run.session) if record["type"] == "assistant"]
    assert [answer["message"]["model"] for answer in answers] == ["demo"]
    assert "demo agent and no model" in answers[0]["message"]["content"][0]["text"]


def test_it_does_only_what_was_allowed(demo, home):
    run = demo.spawn()
    denied(run, "write")
    assert os.listdir(home.project) == []
    allowed(run, "write")
    assert os.listdir(home.project) == ["demo-notes.md"]


@pytest.mark.parametrize("prompt, change", [("write", {"file_path": "%s/../elsewhere.md"}),
                                            ("write", {"file_path": "%s/link"}), ("run", {"command": "touch made"})])
def test_it_does_not_leave_its_folder(demo, home, prompt, change):
    os.symlink(os.path.join(home.root, "elsewhere.md"), os.path.join(home.project, "link"))
    run = demo.spawn()
    run.prompt(prompt)
    run.allow(run.next_ask(), **{key: value.replace("%s", home.project) for key, value in change.items()})
    assert run.next("user", parent_tool_use_id=None, isReplay=None)["message"]["content"][0]["is_error"]
    assert run.next("result")["is_error"] is False
    assert os.listdir(home.project) == ["link"]
    assert not os.path.exists(os.path.join(home.root, "elsewhere.md"))


def test_what_was_granted_is_not_asked_again(demo, home):
    run = demo.spawn()
    run.prompt("write")
    ask = run.next_ask("Write")
    run.answer(ask, {"behavior": "allow", "updatedInput": ask["request"]["input"],
                     "updatedPermissions": ask["request"]["permission_suggestions"]})
    run.next("system", "status", permissionMode="acceptEdits")
    run.next("result")
    assert run.run("write")["permission_denials"] == []
    assert sum(message["type"] == "control_request" for message in run.out) == 1
    assert os.listdir(home.project) == ["demo-notes.md"]


def test_end_of_stdin_lets_it_finish_without_the_tool_it_asked_for(demo, home):
    run = demo.spawn()
    run.prompt("run")
    run.next_ask("Bash")
    assert run.finish() == 0
    assert "stream closed before response" in run.next("result")["result"]
    assert os.listdir(home.project) == []


def test_sigint_ends_its_turn_with_a_result(demo):
    run = demo.spawn()
    run.prompt("slow")
    run.wait_line(lambda line: b"text_delta" in line)
    run.signal(signal.SIGINT)
    assert run.wait_exit() == 0
    assert run.next("result")["is_error"]


def test_a_torn_line_ends_it(demo):
    run = demo.spawn()
    run.write(b'{"type":\n')
    assert run.wait_exit() == 1
    assert "Error parsing streaming input line" in run.stderr()


def test_an_unknown_control_request_is_an_error(demo):
    run = demo.spawn()
    run.request("no_such_thing")
    assert run.next("control_response")["response"]["subtype"] == "error"


@pytest.fixture
def link(home, api):
    host = runner.Host(home, api, agents.Agent([DEMO], "2.1.197"))
    yield host.link()
    host.end()


def test_the_runner_carries_a_prompt_out_with_it(link, home):
    with open(os.path.join(home.project, "README.md"), "w", encoding="utf-8") as file:
        file.write("# A project\n")
    sent = link.submit("read the README and write notes")
    ask = link.until_ask()
    assert (ask["kind"], ask["tool"]) == ("permission", "Write")
    link.request("ask/answer", ask=ask["ask"], choice="allow")
    done = link.until_task(sent, lambda task: task["saved"])
    assert (done["state"], done["cost_usd"]) == ("completed", 0)
    assert os.path.exists(os.path.join(home.project, "demo-notes.md"))
    window = link.request("session/window", session=sent["session"])
    assert {"prompt", "text", "tool_use", "tool_result"} <= {item["kind"] for item in window["items"]}
    assert link.request("session/get", session=sent["session"])["model"] == "demo"


def test_the_runner_asks_interrupts_and_replies_with_it(link):
    sent = link.submit("ask me")
    question = link.until_ask()
    assert question["kind"] == "question"
    link.request("ask/answer", ask=question["ask"], choice="text", text="Green")
    assert "Green" in link.until_ended(sent)["result"]
    slow = link.submit("slow", session=sent["session"])
    link.until_state(slow, "running")
    link.request("session/interrupt", session=sent["session"])
    assert link.until_ended(slow)["state"] == "interrupted"
    again = link.submit("hello", session=sent["session"])
    assert link.until_ended(again)["state"] == "completed"
