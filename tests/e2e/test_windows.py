"""Windows against the reference reader, on every file of the corpus and on damaged ones."""

import os
import random

import pytest
import reference_reader
from transcript_dump import CORPUS, Dump, transcripts

FILES = transcripts()
NAMES = [str(path.relative_to(CORPUS)) for path in FILES]
PROMPT = b'{"type":"user","uuid":"u%d","message":{"role":"user","content":"prompt %d"}}'


@pytest.fixture(scope="module")
def dump():
    dump = Dump()
    yield dump
    dump.close()


def without_cursor(items):
    return [{name: item[name] for name in item if name != "cursor"} for item in items]


def cursors(items):
    return [item["cursor"] for item in items]


def prompts(*numbers):
    return [PROMPT % (number, number) for number in numbers]


def texts(window):
    return [item["text"] for item in window["items"]]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_windows_of_every_size_from_both_ends_give_what_the_reference_reader_gives(dump, path):
    expected = reference_reader.read_items(path.read_bytes())
    for count in (1, 7, 50, 1000):
        forwards = dump.forwards(path, count)
        assert without_cursor(forwards) == expected
        assert dump.backwards(path, count) == forwards
    assert len(set(cursors(forwards))) == len(forwards)
    assert without_cursor(dump.forwards(path, 1000, bytes=20000)) == expected
    assert without_cursor(dump.backwards(path, 1000, bytes=20000)) == expected


def test_every_item_of_the_corpus_has_a_kind_and_most_are_understood(dump):
    kinds = [item["kind"] for path in FILES for item in dump.forwards(path, 1000)]
    assert kinds.count("other") * 50 < len(kinds)
    for kind in "prompt text thinking tool_use tool_result system".split():
        assert kinds.count(kind) > 20


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_cut_texts_are_whole_in_pages(dump, path):
    whole = dict(zip(cursors(dump.forwards(path, 1000)), full_items(path)))
    cut = [item for item in dump.forwards(path, 1000) if item["full_bytes"] is not None]
    for item in cut:
        full = whole[item["cursor"]]
        if full is None:
            continue
        shown = reference_reader.compact(full["input"]) if full["input"] is not None else full["text"]
        assert dump.full_text(path, item["cursor"], 5000) == shown


def full_items(path):
    """The reference reader's items uncut; None for those of lines that are too long."""
    kept = reference_reader.TEXT_MAX, reference_reader.long_line_items
    reference_reader.TEXT_MAX = 1 << 40
    reference_reader.long_line_items = lambda line, length: [None] * len(kept[1](line, length))
    try:
        return reference_reader.read_items(path.read_bytes())
    finally:
        reference_reader.TEXT_MAX, reference_reader.long_line_items = kept


@pytest.mark.parametrize("name", [
    "generated/claude-2.1.197/projects/-home-dev-project/876dc9bc-e761-4b5a-b37c-8852cb110018.jsonl",
    "daaain--claude-code-log/edge_cases.jsonl",
    "jazzyalex--agent-sessions/large.jsonl",
    "moredip--session-share/edit-tool-variants.jsonl",
])
def test_a_file_cut_anywhere_gives_whole_items_and_then_the_rest_once(dump, tmp_path, name):
    data = (CORPUS / name).read_bytes()
    expected = reference_reader.read_items(data)
    path = tmp_path / "session.jsonl"
    for at in range(0, len(data), 1 + len(data) // 300):
        path.unlink(missing_ok=True)
        path.write_bytes(data[:at])
        tail = dump.window(path, "tail", items=1000, bytes=1 << 19)
        assert without_cursor(tail["items"]) == expected[: len(tail["items"])]
        assert len(tail["items"]) >= len(reference_reader.read_items(data[:at].rpartition(b"\n")[0] + b"\n"))
        with path.open("ab") as file:
            file.write(data[at:])
        rest = dump.window(path, "after", tail["after"], items=1000, bytes=1 << 19)
        assert not rest["reset"]
        assert without_cursor(tail["items"] + rest["items"]) == expected
        assert not rest["has_after"]


@pytest.mark.parametrize("step", [1, 17, 300])
def test_a_growing_file_is_watched_item_by_item_once_each(dump, tmp_path, step):
    data = b"\n".join(prompts(*range(30))) + b'\n{"type":"user","message":{"ro' + b"\n".join(prompts(30, 31))
    path = tmp_path / "session.jsonl"
    path.write_bytes(b"")
    window, seen = dump.window(path, "tail"), []
    for at in range(0, len(data) + 1, step):
        with path.open("ab") as file:
            file.write(data[at : at + step])
        window = dump.window(path, "after", window["after"])
        assert not window["reset"]
        seen += window["items"]
    assert without_cursor(seen) == reference_reader.read_items(data)
    assert seen[-1]["text"] == "prompt 31"


def test_a_replaced_file_resets_to_its_tail(dump, tmp_path):
    path, other = tmp_path / "session.jsonl", tmp_path / "other"
    path.write_bytes(b"\n".join(prompts(1, 2, 3)) + b"\n")
    window = dump.window(path, "tail")
    other.write_bytes(b"\n".join(prompts(4, 5, 6)) + b"\n")
    os.rename(other, path)
    for start, cursor in ("after", window["after"]), ("before", window["before"]):
        answer = dump.window(path, start, cursor)
        assert answer["reset"]
        assert texts(answer) == ["prompt 4", "prompt 5", "prompt 6"]
    assert dump.page(path, window["items"][0]["cursor"])["reset"]


def test_a_shrunk_file_resets_and_then_grows_on(dump, tmp_path):
    path = tmp_path / "session.jsonl"
    path.write_bytes(b"\n".join(prompts(1, 2, 3)) + b"\n")
    old = dump.window(path, "tail")
    with path.open("r+b") as file:
        file.truncate(len(prompts(1)[0]) + 1)
    new = dump.window(path, "after", old["after"])
    assert new["reset"] and texts(new) == ["prompt 1"]
    with path.open("ab") as file:
        file.write(prompts(9)[0] + b"\n")
    assert texts(dump.window(path, "after", new["after"])) == ["prompt 9"]
    assert dump.window(path, "after", old["after"])["reset"]


def test_a_file_rewritten_before_its_end_and_grown_resets(dump, tmp_path):
    path = tmp_path / "session.jsonl"
    path.write_bytes(b"\n".join(prompts(1, 2)) + b"\n")
    window = dump.window(path, "tail")
    with path.open("r+b") as file:
        file.write(b"\n".join(prompts(7, 8, 9)) + b"\n")
    assert dump.window(path, "after", window["after"])["reset"]


@pytest.mark.parametrize("cursor", [
    None, "", "c", "c1-2-3", "c1-2-3-4-5", "x1-2-3-4", "c1-2-3-g", "c1--3-4", "C1-2-3-4",
    "c11111111111111111-2-3-4", "c1-2-ffffffffffffffff-0", "c1-2-3-4\n", "c0-0-0-0",
])
def test_what_is_no_cursor_resets(dump, tmp_path, cursor):
    path = tmp_path / "session.jsonl"
    path.write_bytes(prompts(1)[0] + b"\n")
    for start in "after", "before":
        answer = dump.window(path, start, cursor)
        assert answer["reset"] and texts(answer) == ["prompt 1"]


def test_a_cursor_of_another_file_resets(dump, tmp_path):
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for path in one, two:
        path.write_bytes(prompts(1)[0] + b"\n")
    assert dump.window(two, "after", dump.window(one, "tail")["after"])["reset"]


# Damaged and odd content


def same(dump, tmp_path, data):
    path = tmp_path / "odd\nname.jsonl"
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    expected = reference_reader.read_items(data)
    for count in (1, 3, 1000):
        forwards = dump.forwards(path, count)
        assert without_cursor(forwards) == expected
        assert dump.backwards(path, count) == forwards
    return expected


def user(content):
    return b'{"type":"user","uuid":"u","message":{"role":"user","content":' + content + b"}}"


ODD = {
    "empty": b"",
    "only blanks": b"\n\n  \n\0\0\0\n",
    "byte order mark": b"\xef\xbb\xbf" + user(b'"a"') + b"\n",
    "CRLF": user(b'"a"') + b"\r\n\r\n" + user(b'"b"') + b"\r\n",
    "NUL run": user(b'"a"') + b"\n" + bytes(5000) + user(b'"b"') + b"\n",
    "NUL run within a line": b'{"par' + bytes(300) + user(b'"b"') + b"\n",
    "no last newline": user(b'"a"') + b"\n" + user(b'"b"'),
    "half a last line": user(b'"a"') + b"\n" + user(b'"b"')[:-4],
    "half a last line behind a whole value": user(b'"a"') + user(b'"b"')[:-4],
    "a long half line": user(b'"a"') + b"\n" + b'{"type":"user","text":"' + b"x" * 300000,
    "glued": user(b'"a"') + user(b'"b"') + user(b'"c"') + b"\n",
    "torn and glued": user(b'"a"')[:-9] + user(b'"b"') + b"\n" + user(b'"c"') + b"\n",
    "torn twice": user(b'"a"')[:-2] + user(b'"b"') + user(b'"c"')[:40] + user(b'"d"') + b"\n",
    "torn behind a block": user(b'[{"type":"text","text":"inner"}]')[:-2] + b',"x' + user(b'"b"') + b"\n",
    "garbage": b"// comment\n" + user(b'"a"') + b"\n}{\n[1,2\n\"text\"\n17\nnull\n[]\n{}\n",
    "garbage behind a value": user(b'"a"') + b" tail\n" + user(b'"b"') + b"\n",
    "lone surrogates": user(b'"\\ud83d x \\ude00 \\ud83d\\ude00"') + b"\n",
    "NUL escapes": user(b'"a\\u0000b"') + b"\n",
    "NUL in a key": b'{"type":"user","a\\u0000b":1}\n',
    "control characters": user(b'"\\u001b[31m\\r\\u007f \xc2\x85 \xe2\x80\xa8"') + b"\n",
    "raw control characters": user(b'"a\x01b"') + b"\n",
    "ill-formed UTF-8": user(b'"\xff\xe2\x82 \xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80"') + b"\n",
    "ill-formed UTF-8 outside": b"\xff\xfe garbage \xe2\x82\n",
    "deep": user(b"[" * 10000 + b"]" * 10000) + b"\n" + user(b'"a"') + b"\n",
    "unclosed": b"[" * 10000 + b"\n" + b"{" * 10000 + b"\n" + user(b'"a"') + b"\n",
    "numbers": b'{"type":"assistant","message":{"content":[{"type":"tool_use","input":'
    b'{"a":18446744073709551616,"b":1,"c":-1e300,"d":0.1}}]}}\n'
    b'{"type":"user","uuid":"u","message":1e999}\n{"type":"user","timestamp":17,"message":9}\n',
    "duplicate keys": b'{"type":"progress","type":"user","message":{"content":"a","content":"b"}}\n',
    "keys inside strings": user(b'"{\\"type\\":\\"assistant\\",\\"uuid\\":\\"x\\"}"') + b"\n",
    "wrong shapes": b'{"type":17}\n{"type":null}\n{"type":"user"}\n{"type":"user","message":[]}\n'
    b'{"type":"user","message":{"content":{}}}\n{"type":"assistant","message":"text"}\n'
    b'{"type":"assistant","message":{"content":[null,1,{},{"type":7},["x"],"s"]}}\n'
    b'{"type":"user","message":{"content":[null,1,{},{"type":7},{"type":"text","text":7},"s"]}}\n'
    b'{"type":"attachment"}\n{"type":"attachment","attachment":{"type":"queued_command"}}\n'
    b'{"type":"system"}\n{"type":"system","content":7}\n{"uuid":7,"type":"new"}\n'
    b'{"type":"user","timestamp":"yesterday","uuid":["u"],"isSidechain":"yes","message":{"content":"x"}}\n',
    "tool results": user(b'[{"type":"tool_result","tool_use_id":"t"},{"type":"tool_result","content":null},'
    b'{"type":"tool_result","content":{"a":[1]},"is_error":true},{"type":"tool_result","content":'
    b'["s",{"type":"image","source":{"media_type":"image/png","data":"AAAA"}},{"type":"tool_reference"},4]}]')
    + b"\n",
    "many blocks": user(b"[" + b",".join(b'"%d"' % n for n in range(1000)) + b"]") + b"\n",
    "many records on a line": user(b'"a"') * 500 + b"\n",
    "long text": user(b'"' + "é☃".encode() * 5000 + b'"') + b"\n",
    "long inputs": b"".join(
        b'{"type":"assistant","message":{"content":[{"type":"tool_use","name":"n","id":"i","input":%s}]}}\n' % each
        for each in (
            b'{"file_path":"/a","content":"' + b"x" * 50000 + b'"}',
            b'{"list":[' + b",".join([b'"' + b"y" * 2000 + b'"'] * 40) + b"]}",
            b"[" + b",".join([b"1"] * 20000) + b"]",
            b'"' + b"\\u0000" * 20000 + b'"',
        )
    ),
    "exactly the longest line": user(b'"' + b"x" * (262144 - len(user(b'""'))) + b'"') + b"\n",
    "one byte longer": user(b'"' + b"x" * (262145 - len(user(b'""'))) + b'"') + b"\n",
    "long lines": b"".join(
        head + b"x" * 300000 + tail + b"\n"
        for head, tail in (
            (b'{"type":"user","uuid":"u","timestamp":"2026-01-01T00:00:00Z","message":{"content":"', b'"}}'),
            (b'{"parentUuid":null,"message":{"role":"assistant","content":[{"type":"text","text":"', b'"}]},"type":"assistant"}'),
            (b'{"message":{"role":"user","content":[{"tool_use_id":"t","type":"tool_result","content":"', b'"}]},"type":"user"}'),
            (b'{"attachment":{"type":"queued_command","prompt":"', b'"},"type":"attachment"}'),
            (b'{"attachment":{"type":"prompt_snapshot","prompt":"', b'"},"type":"attachment"}'),
            (b'{"type":"api-request-blob","message":{"role":"user","content":"', b'"}}'),
            (b'{"type":"progress","data":"', b'"}'),
            (b'{"type":"novelty","data":"', b'"}'),
            (b'{"toolUseResult":"', b'","type":"user"}'),
            (b'{"type":"user","message":{"content":[{"type":"image","source":{"data":"', b'"}}]}}'),
            (b'{"' , b'":1}'),
            (b"garbage ", b""),
            (b'{"a":"\\u00e9\\', b'"}'),
            (b"[" * 100, b""),
            (b'{"a":' * 100, b""),
        )
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_content_is_read_alike_and_never_dropped(dump, tmp_path, name):
    same(dump, tmp_path, ODD[name])


@pytest.mark.parametrize("seed", range(60))
def test_content_damaged_at_random_is_read_alike(dump, tmp_path, seed):
    dice = random.Random(seed)
    data = bytearray((CORPUS / "daaain--claude-code-log/edge_cases.jsonl").read_bytes())
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        action = dice.randrange(4)
        if action == 0:
            data[at] = dice.randrange(256)
        elif action == 1:
            del data[at : at + dice.randrange(200)]
        elif action == 2:
            data[at:at] = bytes(dice.randrange(20))
        else:
            data[at:at] = data[at : at + dice.randrange(300)]
    same(dump, tmp_path, bytes(data))


def test_pages_of_a_line_over_the_page_maximum_are_its_bytes(dump, tmp_path):
    path = tmp_path / "session.jsonl"
    line = user(b'"' + "é☃".encode() * 700000 + b'"')
    path.write_bytes(prompts(1)[0] + b"\n" + line + b"\n")
    item = dump.window(path, "tail", items=1)["items"][0]
    assert item["kind"] == "prompt" and item["full_bytes"] == len(line)
    page = dump.page(path, item["cursor"])
    assert page["raw"] and page["full_bytes"] == len(line)
    assert dump.full_text(path, item["cursor"], 100001) == line.decode()


def test_pages_of_a_long_line_are_its_text(dump, tmp_path):
    path = tmp_path / "session.jsonl"
    path.write_bytes(user(b'"' + "é☃".encode() * 100000 + b'"') + b"\n")
    item = dump.window(path, "tail")["items"][0]
    assert dump.full_text(path, item["cursor"], 65536) == "é☃" * 100000


def test_pages_of_a_long_glued_line_leave_nothing_out(dump, tmp_path):
    path = tmp_path / "session.jsonl"
    line = user(b'"' + b"x" * 300000 + b'"') + user(b'"behind"')
    path.write_bytes(line + b"\n")
    item = dump.window(path, "tail")["items"][0]
    assert dump.full_text(path, item["cursor"], 65536) == line.decode()


def test_pages_end_where_the_text_does(dump, tmp_path):
    path = tmp_path / "session.jsonl"
    path.write_bytes(prompts(1)[0] + b"\n")
    cursor = dump.window(path, "tail")["items"][0]["cursor"]
    assert dump.page(path, cursor)["text"] == "prompt 1"
    assert dump.page(path, cursor, 7, 1)["text"] == "1"
    for offset in 8, 9, 1 << 60:
        page = dump.page(path, cursor, offset)
        assert page["text"] == "" and page["next"] < 0
    assert dump.page(path, dump.window(path, "tail")["after"])["error"] == "not_found"


def peak_memory(process):
    """In KiB; None where the system does not say."""
    try:
        status = open("/proc/%d/status" % process.pid).read()
    except OSError:
        return None
    return int(status.partition("VmHWM:")[2].split()[0])


def test_a_line_of_fifty_megabytes_is_passed_in_little_memory(tmp_path):
    path, small = tmp_path / "session.jsonl", tmp_path / "small.jsonl"
    small.write_bytes(prompts(1)[0] + b"\n")
    with path.open("wb") as file:
        file.write(prompts(1)[0] + b'\n{"type":"user","message":{"content":"')
        for _ in range(50):
            file.write(b"x" * (1 << 20))
        file.write(b'"}}\n' + prompts(2)[0] + b"\n")
    dump = Dump()
    dump.window(small, "tail")
    before = peak_memory(dump.process)
    beginnings = [text[:8] for text in texts(dump.window(path, "tail"))]
    assert beginnings == ["prompt 1", "xxxxxxxx", "prompt 2"]
    assert texts(dump.window(path, "tail", items=1)) == ["prompt 2"]
    assert before is None or peak_memory(dump.process) < before + 8000
    dump.close()


def test_a_folder_in_place_of_a_transcript_and_a_missing_one_are_said_so(dump, tmp_path):
    (tmp_path / "folder.jsonl").mkdir()
    os.mkfifo(tmp_path / "fifo.jsonl")
    assert dump.window(tmp_path / "folder.jsonl", "tail")["error"] == "invalid"
    assert dump.window(tmp_path / "fifo.jsonl", "tail")["error"] == "invalid"
    assert dump.window(tmp_path / "missing.jsonl", "tail")["error"] == "not_found"
