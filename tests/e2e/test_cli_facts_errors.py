"""Facts of the real CLI about failures of the API: what its result says, what the user can do."""

import pytest

FEW = {"CLAUDE_CODE_MAX_RETRIES": "1"}


@pytest.mark.parametrize("status, error, begins", [
    (400, "unknown", "API Error: 400"),
    (401, "authentication_failed", "Invalid API key"),
    (429, "rate_limit", "API Error: Request rejected (429)"),
    (500, "server_error", "API Error: 500"),
    (529, "server_error", "API Error: 529 Overloaded"),
])
def test_an_api_failure_is_a_success_with_is_error(claude, status, error, begins):
    run = claude.spawn(env=FEW)
    result = run.run(f"[[error: {status}]]")
    assert (result["subtype"], result["is_error"]) == ("success", True)
    said = next(message for message in run.out if message["type"] == "assistant")
    assert said["message"]["model"] == "<synthetic>"
    if claude.version >= (2, 1, 150):
        assert result["result"].startswith(begins)
        assert (result["api_error_status"], said["error"]) == (status, error)
    assert run.finish() == 1


def test_a_repeated_overload_has_no_status_before_2_1_223(claude):
    result = claude.spawn(env={"CLAUDE_CODE_MAX_RETRIES": "3"}).run("[[error: 529]]")
    assert result["is_error"]
    assert result["result"].startswith("API Error: ")
    assert result.get("api_error_status") == (529 if claude.version >= (2, 1, 223) else None)


@pytest.mark.parametrize("status", [429, 529])
def test_a_passing_failure_is_retried_and_the_turn_goes_on(claude, api, status):
    run = claude.spawn()
    result = run.run(f"[[error: {status} times=1 retry-after=1]] [[say: at last]]")
    assert (result["result"], result["is_error"]) == ("at last", False)
    retry = next(one for one in run.out if one.get("subtype") == "api_retry")
    assert (retry["attempt"], retry["error_status"]) == (1, status)
    assert api.turns_with("at last") == 1
    assert run.finish() == 0


def test_a_retry_waits_as_long_as_the_api_says(claude, api):
    run = claude.spawn()
    run.run("[[error: 429 times=1 retry-after=2]] [[say: at last]]")
    first, second = api.main_requests()
    assert second["time"] - first["time"] >= 2


def test_a_prompt_whose_answer_failed_is_in_the_conversation(claude, api):
    run = claude.spawn()
    run.run("first [[error: 400]]")
    run.run("second [[say: two]]")
    assert any("first" in text for text in api.main_requests()[-1]["texts"])
    assert (api.turns_with("first"), api.turns_with("second")) == (1, 1)


def test_a_stream_cut_after_a_block_keeps_the_block(claude, api):
    run = claude.spawn(env=FEW)
    run.prompt("[[say: one]] [[hold: g]] [[drop: 3 words times=1]]")
    assert run.next("assistant")["message"]["content"][0]["text"] == "one"
    api.wait_held("g")
    api.release("g")
    result = run.next("result")
    if (2, 1, 197) <= claude.version < (2, 1, 300):
        assert result["is_error"]
        assert "Connection closed mid-response" in result["result"]


def test_a_stream_cut_in_its_first_block_is_asked_again(claude, api):
    run = claude.spawn()
    result = run.run("[[drop: 3 words times=1]] [[say: whole]]")
    assert (result["result"], result["is_error"]) == ("whole", False)
    assert api.turns_with("whole") == 1


def test_thinking_comes_as_a_block_of_its_own(claude):
    run = claude.spawn()
    assert run.run("[[think: let me see]] [[say: seen]]")["result"] == "seen"
    blocks = [message["message"]["content"][0]["type"] for message in run.out
              if message["type"] == "assistant"]
    assert blocks == ["thinking", "text"]


def test_usage_and_cost_are_what_the_api_counted(claude):
    run = claude.spawn()
    result = run.run("[[say: x]] [[usage: input=100 output=50 cache_read=1000 cache_write=10]]")
    usage = result["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (100, 50)
    assert (usage["cache_read_input_tokens"], usage["cache_creation_input_tokens"]) == (1000, 10)
    once = result["total_cost_usd"]
    assert once > 0
    twice = run.run("[[say: x]] [[usage: input=100 output=50 cache_read=1000 cache_write=10]]")
    assert twice["usage"]["output_tokens"] == 50
    assert twice["total_cost_usd"] == pytest.approx(2 * once)
