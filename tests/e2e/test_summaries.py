"""What the list says of each file of the corpus, against a slow count of the same."""

import json
import re

import pytest
import reference_reader
from transcript_dump import CORPUS, Dump, transcripts

FILES = transcripts()
NAMES = [str(path.relative_to(CORPUS)) for path in FILES]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def dump():
    dump = Dump()
    yield dump
    dump.close()


def records(path):
    """The records with the items of each, as the reference reader tells them."""
    for line, ended, _ in reference_reader.lines(path.read_bytes()):
        for value, _ in reference_reader.values(reference_reader.decode(line)):
            if isinstance(value, dict):
                yield value
            elif not ended:
                break


def tokens(path):
    largest = {}
    for number, record in enumerate(records(path)):
        message = reference_reader.get(record, "message")
        usage = reference_reader.get(message, "usage")
        if record.get("type") != "assistant" or not usage or message.get("model") == "<synthetic>":
            continue
        key = (message["id"], record.get("requestId")) if "id" in message else number
        counts = [
            usage.get(name) or 0
            for name in (
                "output_tokens",
                "input_tokens",
                "cache_read_input_tokens",
                "cache_creation_input_tokens",
            )
        ]
        rank = counts[0], sum(counts)
        if key not in largest or rank > largest[key][0]:
            largest[key] = rank, counts
    total = [sum(column) for column in zip(*(counts for _, counts in largest.values()))]
    output, fresh, read, write = total or [0, 0, 0, 0]
    return {"input": fresh, "output": output, "cache_read": read, "cache_write": write}


def one_line(text):
    text = re.sub(r"[\x00-\x20\x7f]+", " ", text).strip(" ")
    return text if len(text) <= 200 else text[:200].rstrip(" ") + "…"


def typed(path):
    prompts = [
        item["text"]
        for item in reference_reader.read_items(path.read_bytes())
        if item["kind"] == "prompt" and not item["sidechain"]
    ]
    return [one_line(text) for text in prompts if text.strip() and not text.startswith(("[image", "[document"))]


def title(path):
    """None where only a command or an image could be the title."""
    last, uuids, summaries = {}, set(), []
    for record in records(path):
        uuids.add(record.get("uuid"))
        for kind, name in ("custom-title", "customTitle"), ("ai-title", "aiTitle"), ("last-prompt", "lastPrompt"):
            if record.get("type") == kind and (record.get(name) or "").strip():
                last[kind] = one_line(record[name])
        if record.get("type") == "summary":
            summaries.append((record.get("leafUuid"), record.get("summary")))
    prompts = typed(path)
    if "last-prompt" in last and prompts:
        last["last-prompt"] = prompts[-1]
    own = [one_line(text) for leaf, text in summaries if leaf in uuids]
    candidates = [last.get("custom-title"), last.get("ai-title"), last.get("last-prompt")]
    candidates += own[-1:] + prompts[:1]
    return next((text for text in candidates if text), None)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_counts_tokens_and_title_of_every_file(dump, path):
    summary = dump.summary(path)
    everything = list(records(path))
    cwds = [record["cwd"] for record in everything if record.get("cwd")]
    assert summary["items"] == len(reference_reader.read_items(path.read_bytes()))
    assert summary["tokens"] == tokens(path)
    assert summary["bytes"] == path.stat().st_size
    assert summary["project"] == (cwds[0] if cwds else None)
    assert summary["first_prompt"] == (typed(path) + [None])[0]
    if title(path):
        assert summary["title"] == title(path)
    if UUID.fullmatch(path.stem):
        assert summary["session"] == path.stem


def test_sessions_of_the_real_cli_have_the_titles_it_gave_them(dump):
    folder = CORPUS / "generated/claude-2.1.197/projects/-home-dev-project"
    titles = {path.stem[:8]: dump.summary(path)["title"] for path in folder.glob("*.jsonl")}
    assert titles["e4a88c44"] == custom_title(folder, "e4a88c44")
    assert titles["eab41f9d"] == custom_title(folder, "eab41f9d")
    assert all(titles.values())


def custom_title(folder, beginning):
    path = next(folder.glob(beginning + "*.jsonl"))
    found = [json.loads(line) for line in path.read_text().splitlines() if '"custom-title"' in line]
    return found[-1]["customTitle"]


def test_sub_agents_and_empty_files_are_not_listed(dump):
    listed = {path: dump.summary(path)["listed"] for path in FILES}
    for path in FILES:
        if "subagents" in path.parts and "generated" in path.parts or path.stat().st_size == 0:
            assert not listed[path]
    assert listed[CORPUS / "marot--spotter/258c7280-ae70-4798-800f-63464d01a85d.jsonl"]
