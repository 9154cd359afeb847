"""The runner's end of the recorded conversations in tests/wire: it reads what a client says there and
answers with what the client expects there, member for member. The client's end is
tests/unit/test_wire_files.c."""

import glob
import json
import os

import pytest

import runner
import wait

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wire")
FILES = sorted(glob.glob(os.path.join(FOLDER, "*.ndjson")))


def conversation(path):
    """(client's messages, the host's answers by id)."""
    said, answers = [], {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if isinstance(entry.get("client"), dict):
                said.append(entry["client"])
            if isinstance(entry.get("host"), dict) and "id" in entry["host"]:
                answers[entry["host"]["id"]] = entry["host"]
    return said, answers


@pytest.fixture
def host(home, api, agent):
    machine = runner.Host(home, api, agent)
    yield machine
    machine.end()


def test_there_are_conversations():
    assert len(FILES) >= 8


@pytest.mark.parametrize("path", FILES, ids=os.path.basename)
def test_the_runner_answers_as_it_is_written(host, path):
    said, answers = conversation(path)
    link = host.link()
    for message in said:
        link.send_raw(json.dumps(message).encode() + b"\n")
        if "id" not in message:
            continue
        got = wait.until(lambda number=message["id"]: link.taken(number), what=str(message))
        wanted = answers.get(message["id"], {})
        if "result" in got:
            # "later" stands for what a newer runner may add.
            expected = set(wanted.get("result", {})) - {"later"}
            assert expected <= set(got["result"]), message
        else:
            kind = got["error"]["data"]["kind"]
            recorded = wanted.get("error", {}).get("data", {}).get("kind")
            # What the conversation speaks of is not on this host; but every word of it is known.
            assert kind in (recorded, "not_found", "conflict"), (message, got)
    assert link.request("ping")["time"]
