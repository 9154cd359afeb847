"""One prompt through the real CLI and the stand-in API: the tools of this folder work at all."""


def test_a_prompt_gets_its_scripted_answer(claude, api):
    run = claude.spawn()
    result = run.run("Greet me. [[say: hello there]]")
    assert result["result"] == "hello there"
    assert result["is_error"] is False
    assert run.finish() == 0
    assert api.turns_with("Greet me.") == 1
