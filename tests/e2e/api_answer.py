"""What the stand-in answers to one request: the script's next answer, or a default one."""

import json

import api_script
import api_stream
from api_script import Action

TITLE = "A scripted session"
MESSAGES = {400: "the script says so", 401: "invalid x-api-key", 403: "Forbidden",
            404: "model: not found", 413: "Request exceeds the maximum size",
            429: "This request would exceed your account's rate limit.",
            500: "Internal server error", 529: "Overloaded"}


class Failed(Exception):
    """The script wants an HTTP error in place of the answer; nothing was sent yet."""

    def __init__(self, action):
        super().__init__()
        self.status = action.number
        self.message = MESSAGES.get(action.number, "failed")
        self.headers = list(action.data.items())


def play(api, handler, request, texts, ended):
    """Answers the request, or raises Failed, Gone, Dropped, ScriptError.

    `texts` is the newest prompt, as Api.prompt_of() tells it; ended() is called just before the
    last bytes, so that what it notes is known to whoever has seen the end of the answer.
    """
    actions = actions_of(request, texts)
    key = (request.session, request.answers, tuple(texts))
    for failure in actions:
        if failure.kind == "error" and api.fails(key, failure.times):
            raise Failed(failure)
    streaming = request.body.get("stream", False)
    stream = api_stream.Stream(handler if streaming else None, request.model, usage(request),
                               api_stream.make_id("req_"))
    stream.start()
    for action in actions:
        if action.kind == "drop" and not api.fails(key, action.times):
            continue
        perform(api, stream, request, action)
    count_output(stream, actions)
    stream.close()
    ended()
    stream.finish()
    if not streaming:
        handler.send_json(200, stream.message(), [("request-id", stream.request_id)])


def actions_of(request, texts):
    """The answer this request gets, as a list of Action."""
    if request.kind == "side":
        return [Action("say", text=side_text(request))]
    prompts = list(request.prompts)
    script = api_script.parse("\n".join(texts))
    start = request.newest().start
    while not script and prompts and prompts[-1].queued and len(prompts) > 1:
        prompts.pop()
        start = prompts[-1].start
        script = api_script.parse("\n".join(prompts[-1].texts))
    step = request.answers - start
    if step < len(script):
        return script[step]
    if script or not texts:
        return [Action("say", text="Done.")]
    return [Action("say", text="Answer to: " + texts[-1].split("\n")[0][:60])]


def side_text(request):
    schema = json.dumps(request.body.get("output_config", {}))
    if '"title"' in schema or "title" in json.dumps(request.body.get("system", ""))[:4000].lower():
        return json.dumps({"title": TITLE})
    return "<analysis>scripted</analysis>\n<summary>A scripted summary of the session.</summary>"


def perform(api, stream, request, action):
    if action.kind == "say":
        stream.text(api_stream.split_words(action.text))
    elif action.kind == "think":
        stream.thinking(action.text)
    elif action.kind == "slow":
        stream.text(words(action.number), action.delay)
    elif action.kind == "drop":
        stream.cut_text(words(action.number))
    elif action.kind == "tool":
        stream.tool(tool_name(action.name, request), action.data)
    elif action.kind == "hold":
        api.hold(action.text, stream)
    elif action.kind == "echo-results":
        said = [result["text"] for result in request.results]
        stream.text(api_stream.split_words("The results said: " + "\n".join(said)))
    elif action.kind == "stop":
        stream.stop_reason = action.text


def tool_name(name, request):
    """The name as this version of the CLI knows it: Agent was Task before 2.1.63."""
    known = [tool.get("name") for tool in request.body.get("tools") or []]
    return "Task" if name == "Agent" and "Agent" not in known else name


def words(number):
    return api_stream.split_words(" ".join(f"word{i + 1}" for i in range(number)))


def usage(request):
    """Numbers of a real answer's kind: all but the newest messages come from the cache."""
    total = len(json.dumps(request.body)) // 4
    fresh = 0
    for message in reversed(request.messages):
        if message.get("role") == "assistant":
            break
        fresh += len(json.dumps(message)) // 4
    cached = total - fresh if request.answers else 0
    return {"input_tokens": 4, "cache_creation_input_tokens": total - cached,
            "cache_read_input_tokens": cached,
            "cache_creation": {"ephemeral_5m_input_tokens": total - cached,
                               "ephemeral_1h_input_tokens": 0},
            "output_tokens": 0, "service_tier": "standard"}


def count_output(stream, actions):
    """Sets the number of tokens put out, or the numbers the script dictates."""
    stream.usage["output_tokens"] = 1 + len(json.dumps(stream.content)) // 4
    names = {"input": "input_tokens", "output": "output_tokens",
             "cache_read": "cache_read_input_tokens",
             "cache_write": "cache_creation_input_tokens"}
    for action in actions:
        if action.kind == "usage":
            for key, value in action.data.items():
                stream.usage[names[key]] = value
