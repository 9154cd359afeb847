"""What the stand-in API is told to answer, written into the prompt itself.

A prompt is plain text with directives in double brackets; text around them is for the reader.

    Please rename it. [[say: On it.]] [[tool: Bash {"command":"true","description":"nothing"}]]

A script is a list of answers, an answer a list of actions. Each request of a turn gets the next
answer: the first when the prompt arrives, the second after the results of the first one's tools.
A tool ends an answer for everything but further tools, so

    [[say: a]] [[tool: X {}]] [[tool: Y {}]] [[say: b]]

is two answers: "a" with two calls at once, then "b". `[[then]]` ends an answer by hand: two calls
with [[then]] between them are two rounds. After the last answer the model says "Done.". A prompt
without a directive is answered with "Answer to: " and its first line.

    [[say: TEXT]]              a text block, streamed word by word
    [[think: TEXT]]            a thinking block
    [[slow: N words, D ms]]    a text block "word1 word2 ...", D ms between the words
    [[tool: NAME {JSON}]]      a tool call with that input
    [[ask: QUESTION|A|B]]      AskUserQuestion with options A and B; [[ask-many: ..]] multi-select
    [[plan: TEXT]]             ExitPlanMode
    [[agent: PROMPT]]          Agent (a subagent); its own directives are written with (( and ))
    [[echo-results]]           a text block that quotes what the newest tool results said
    [[hold: NAME]]             the stream waits here until the gate NAME is released; an open gate
                               stays open
    [[error: STATUS K=V ..]]   HTTP error in place of the answer. times=N: only the first N requests
                               of this answer; any other K is sent as a header (retry-after=1)
    [[drop: N words times=T]]  the connection is cut after N words of a text block
    [[stop: REASON]]           another stop_reason: max_tokens, refusal
    [[usage: input=N output=N cache_read=N cache_write=N]]   instead of the estimated numbers
    [[then]]                   end of this answer
"""

import json
import re

OPEN = re.compile(r"\[\[([a-z-]+)(?::\s*|(?=\]\]))")
TOOL_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)\s*")
TOOLS = ("tool", "ask", "ask-many", "plan", "agent")
BARE = ("then", "echo-results")
USAGE = {"input", "output", "cache_read", "cache_write"}
KNOWN = TOOLS + BARE + ("say", "think", "slow", "hold", "error", "drop", "stop", "usage")


class ScriptError(ValueError):
    """A directive that cannot be read: the test's mistake, never the CLI's."""


class Action:
    """One thing an answer does. `kind` is the directive's word ("tool" for every kind of call)."""

    def __init__(self, kind, text="", name="", data=None, number=0, delay=0.0, times=None):
        self.kind = kind
        self.text = text
        self.name = name
        self.data = data if data is not None else {}
        self.number = number
        self.delay = delay
        self.times = times


def parse(prompt):
    """The answers a prompt asks for: a list of lists of Action, empty without a directive."""
    answers = []
    answer = []
    position = 0
    while True:
        found = OPEN.search(prompt, position)
        if not found:
            break
        word = found.group(1)
        if word not in KNOWN:
            raise ScriptError(f"unknown directive [[{word}: ...]]")
        argument, position = _argument(prompt, found.end(), word)
        if answer and (word == "then" or (_calls(answer) and word not in TOOLS)):
            answers.append(answer)
            answer = []
        if word != "then":
            answer.append(_action(word, argument))
    if answer:
        answers.append(answer)
    return answers


def has_directive(text):
    return OPEN.search(text) is not None


def _calls(answer):
    return any(action.kind == "tool" for action in answer)


def _argument(prompt, start, word):
    """The directive's argument and the place after its closing brackets."""
    if word == "tool":
        name = TOOL_NAME.match(prompt, start)
        if not name:
            raise ScriptError("[[tool: NAME {JSON}]] lacks the name")
        try:
            data, end = json.JSONDecoder().raw_decode(prompt, name.end())
        except ValueError as error:
            raise ScriptError(f"[[tool: {name.group(1)}]]: {error}") from None
        close = re.compile(r"\s*\]\]").match(prompt, end)
        if not close:
            raise ScriptError(f"[[tool: {name.group(1)} ...]] is not closed after its JSON")
        return (name.group(1), data), close.end()
    end = prompt.find("]]", start)
    if end < 0:
        raise ScriptError(f"[[{word}: is not closed")
    return prompt[start:end].strip(), end + 2


def _action(word, argument):
    if word == "tool":
        return Action("tool", name=argument[0], data=argument[1])
    if word in ("ask", "ask-many"):
        return _question(argument, word == "ask-many")
    if word == "plan":
        return Action("tool", name="ExitPlanMode", data={"plan": argument})
    if word == "agent":
        prompt = argument.replace("((", "[[").replace("))", "]]")
        return Action("tool", name="Agent", data={
            "description": "a subagent", "prompt": prompt, "subagent_type": "general-purpose"})
    if word == "slow":
        numbers = re.fullmatch(r"(\d+) words?,\s*(\d+) ms", argument)
        if not numbers:
            raise ScriptError(f"[[slow: {argument}]] is not [[slow: N words, D ms]]")
        return Action("slow", number=int(numbers.group(1)), delay=int(numbers.group(2)) / 1000)
    if word == "drop":
        numbers = re.fullmatch(r"(\d+) words?(?:\s+times=(\d+))?", argument)
        if not numbers:
            raise ScriptError(f"[[drop: {argument}]] is not [[drop: N words]]")
        times = int(numbers.group(2)) if numbers.group(2) else None
        return Action("drop", number=int(numbers.group(1)), times=times)
    if word == "error":
        status, *rest = argument.split()
        pairs = _pairs(rest)
        times = pairs.pop("times", None)
        return Action("error", number=int(status), data=pairs,
                      times=int(times) if times is not None else None)
    if word == "usage":
        numbers = {key: int(value) for key, value in _pairs(argument.split()).items()}
        if not numbers.keys() <= USAGE:
            raise ScriptError(f"[[usage: {argument}]]: only {sorted(USAGE)}")
        return Action("usage", data=numbers)
    return Action(word, text=argument)


def _pairs(words):
    pairs = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise ScriptError(f"{word!r} is not KEY=VALUE")
        pairs[key] = value
    return pairs


def _question(argument, many):
    question, *options = [part.strip() for part in argument.split("|")]
    if len(options) < 2:
        raise ScriptError("[[ask: QUESTION|A|B]] needs two options")
    return Action("tool", name="AskUserQuestion", data={"questions": [{
        "question": question, "header": "Choice", "multiSelect": many,
        "options": [{"label": option, "description": f"the option {option}"}
                    for option in options]}]})
