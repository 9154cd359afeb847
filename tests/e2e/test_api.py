"""The stand-in API by itself: scripts, streams, gates, what it checks, and what it counts."""

import http.client
import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

import api as api_module
import api_script

HEADERS = {"content-type": "application/json", "anthropic-version": "2023-06-01",
           "x-api-key": "word", "x-claude-code-session-id": "s1"}
TOOLS = [{"name": "Bash", "input_schema": {"type": "object"}}]


def said(*messages, **more):
    """A request body: texts and block lists, the user's and the assistant's in turns."""
    roles = ("user", "assistant")
    return dict({"model": "m", "max_tokens": 100, "tools": TOOLS, "messages": [
        {"role": roles[number % 2], "content": message}
        for number, message in enumerate(messages)]}, **more)


def post(api, body, headers=None, path="/v1/messages?beta=true"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(api.url + path, data, headers or HEADERS)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def answer(api, *messages, **more):
    """The text of a non-streaming answer."""
    content = json.loads(post(api, said(*messages, **more)))["content"]
    return " ".join(block.get("text", block["type"]) for block in content)


def events(text):
    return [json.loads(line[6:]) for line in text.split("\n") if line.startswith("data: ")]


@pytest.mark.parametrize("text, kinds", [
    ("plain", []),
    ("[[say: a]] and [[think: b]]", [["say", "think"]]),
    ('[[say: a]] [[tool: X {}]] [[tool: Y {"a":[[1]]}]] [[say: b]]',
     [["say", "tool", "tool"], ["say"]]),
    ("[[tool: X {}]] [[then]] [[tool: X {}]]", [["tool"], ["tool"]]),
    ("[[ask: Which?|A|B]] [[echo-results]]", [["tool"], ["echo-results"]]),
    ("[[hold: gate]] [[error: 529 times=2]]", [["hold", "error"]]),
])
def test_a_script_is_read_as_answers_of_actions(text, kinds):
    assert [[action.kind for action in one] for one in api_script.parse(text)] == kinds


@pytest.mark.parametrize("text", [
    "[[sya: a]]", "[[say: a", "[[tool: X {]]", "[[tool: X {} more]]", "[[ask: alone]]",
    "[[slow: many]]", "[[error: 429 soon]]"])
def test_a_mistake_in_a_script_is_refused(text):
    with pytest.raises(api_script.ScriptError):
        api_script.parse(text)


def test_a_stream_has_the_events_of_the_messages_api(api):
    got = events(post(api, said('[[think: hm]] [[say: a b]] [[tool: Bash {"command":"true"}]]',
                                stream=True)))
    kinds = [event["type"] for event in got if not event["type"].endswith("delta")]
    assert kinds == ["message_start", "ping"] + ["content_block_start", "content_block_stop"] * 3 \
        + ["message_stop"]
    pieces = [event["delta"] for event in got if event["type"] == "content_block_delta"]
    assert "".join(piece.get("text", "") for piece in pieces) == "a b"
    assert json.loads("".join(piece.get("partial_json", "") for piece in pieces)) == {
        "command": "true"}
    assert got[-2]["delta"]["stop_reason"] == "tool_use"
    assert got[-2]["usage"]["output_tokens"] > 1


def test_the_script_goes_on_after_the_tools_results(api):
    script = "[[tool: Bash {}]] [[echo-results]] [[then]] [[say: over]]"
    call = [{"type": "tool_use", "id": "t1", "name": "Bash", "input": {}}]
    result = [{"type": "tool_result", "tool_use_id": "t1", "content": "denied: too late"}]
    assert answer(api, script) == "tool_use"
    assert answer(api, script, call, result) == "The results said: denied: too late"
    assert answer(api, script, call, result, "x", "Output token limit hit. Go on") == "over"
    assert api.turns_with("[[echo-results]]") == 1


def test_a_steered_text_is_a_prompt_and_lets_the_script_go_on(api):
    script = "[[tool: Bash {}]] [[say: after]]"
    call = [{"type": "tool_use", "id": "t1", "name": "Bash", "input": {}}]
    result = [{"type": "tool_result", "tool_use_id": "t1", "content":
               "out\n<system-reminder>\nThe user sent a new message while you were working:\n"
               "be quick\n\nIMPORTANT: do.\n</system-reminder>"}]
    answer(api, script)
    assert answer(api, script, call, result) == "after"
    assert api.turns_with("be quick") == 1
    assert api.requests[-1]["results"][0]["text"] == "out"


def test_reminders_and_the_clis_own_words_are_no_prompt(api):
    text = [{"type": "text", "text": "<system-reminder>[[say: no]]</system-reminder>"},
            {"type": "text", "text": "<local-command-stdout>[[say: no]]</local-command-stdout>"},
            {"type": "text", "text": "[[say: yes]]"}]
    assert answer(api, text) == "yes"
    assert api.requests[-1]["texts"] == ["[[say: yes]]"]


def test_a_repetition_after_an_error_is_no_new_turn_and_the_error_ends(api):
    script = "[[error: 529 times=1 retry-after=7]] [[say: at last]]"
    with pytest.raises(urllib.error.HTTPError) as error:
        answer(api, script)
    assert error.value.code == 529
    assert error.value.headers["retry-after"] == "7"
    assert answer(api, script) == "at last"
    assert api.turns_with("at last") == 1


def test_a_failed_prompt_is_not_run_again_with_the_next_one(api):
    with pytest.raises(urllib.error.HTTPError):
        answer(api, "first [[error: 400]]")
    both = [{"type": "text", "text": "first [[error: 400]]"},
            {"type": "text", "text": "second [[say: fine]]"}]
    assert answer(api, both) == "fine"
    assert api.turns_with("first") == 1
    assert api.turns_with("second") == 1


def test_the_same_prompt_in_a_new_turn_counts_again(api):
    assert answer(api, "hi") == "Answer to: hi"
    answer(api, "hi", "Answer to: hi", "hi")
    assert api.turns_with("hi") == 2


def test_side_requests_are_kept_apart(api):
    answer(api, "[[say: no]]", tools=[])
    assert [record["kind"] for record in api.requests] == ["side"]
    assert api.turns_with("say: no") == 0


def test_a_gate_holds_a_stream_until_it_is_released(api):
    got = []
    reader = threading.Thread(target=lambda: got.append(answer(api, "[[hold: g]] [[say: go]]")))
    reader.start()
    api.wait_held("g")
    assert not got
    api.release("g")
    reader.join(20)
    assert got == ["go"]


def test_a_dropped_stream_ends_in_the_middle(api, until):
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        post(api, said("[[drop: 2 words]]", stream=True))
    until(lambda: api.requests[-1]["outcome"] == "dropped", what="the log's outcome")


@pytest.mark.parametrize("body, headers, sentence", [
    (b"no", HEADERS, "not JSON"),
    (said("x", model=1), HEADERS, "model is missing"),
    (said("x"), dict(HEADERS, **{"anthropic-version": ""}), "no anthropic-version"),
    (said("x"), {"content-type": "application/json", "anthropic-version": "1"}, "x-api-key"),
    (said([]), HEADERS, "is empty"),
    (said("x", [{"type": "tool_use", "id": "t"}], "y"), HEADERS, "without a result"),
    (said([{"type": "tool_result", "tool_use_id": "t"}]), HEADERS, "result of unknown"),
    (said("[[sya: x]]"), HEADERS, "unknown directive"),
])
def test_what_the_api_does_not_allow_is_noted(body, headers, sentence):
    with api_module.Api() as api:
        with pytest.raises(urllib.error.HTTPError) as error:
            post(api, body, headers)
        assert error.value.code == 400
        assert any(sentence in violation for violation in api.violations)


def test_alone_it_writes_port_and_log_and_ends_with_its_stdin(tmp_path, until):
    port_file, log = tmp_path / "port", tmp_path / "log"
    program = os.path.join(os.path.dirname(api_module.__file__), "api.py")
    with subprocess.Popen([sys.executable, program, "--port-file", port_file, "--log", log],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as alone:
        until(port_file.exists, what="the port file")
        url = alone.stdout.readline().decode().strip()
        assert url.endswith(":" + port_file.read_text().strip())

        class Remote:
            pass
        remote = Remote()
        remote.url = url
        assert answer(remote, "[[say: hi]]") == "hi"
        with urllib.request.urlopen(f"{url}/_control/turns?text=say", timeout=20) as turns:
            assert json.load(turns) == {"turns": 1}
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert [line["event"] for line in lines] == ["request", "answer"]
        alone.stdin.close()
        assert alone.wait(20) == 0
