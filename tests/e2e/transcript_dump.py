"""The library's view of a transcript, through tests/support/transcript_dump."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"


def program():
    """The built program: below $CCR_BUILD_DIR, or in the source tree."""
    folder = pathlib.Path(os.environ.get("CCR_BUILD_DIR", ROOT))
    return folder / "tests" / "support" / "transcript_dump"


def transcripts():
    """The transcripts of the corpus; captures of streams are none."""
    return sorted(
        path for path in CORPUS.rglob("*.jsonl") if "streams" not in path.relative_to(CORPUS).parts
    )


class Dump:
    def __init__(self):
        self.process = subprocess.Popen(
            [str(program())], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=20) == 0

    def ask(self, **question):
        question["path"] = str(question["path"])
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def window(self, path, start, cursor=None, **limits):
        answer = self.ask(do="window", path=path, **{"from": start}, cursor=cursor, **limits)
        if "items" in answer:
            assert len(answer["items"]) <= max(1, limits.get("items", 50))
        return answer

    def page(self, path, cursor, offset=0, limit=1000):
        return self.ask(do="page", path=path, cursor=cursor, offset=offset, max=limit)

    def summary(self, path):
        return self.ask(do="summary", path=path)

    def forwards(self, path, count, **limits):
        """All items from the head on, page by page."""
        window = self.window(path, "head", items=count, **limits)
        items = window["items"]
        assert not window["has_before"]
        while window["has_after"]:
            window = self.window(path, "after", window["after"], items=count, **limits)
            assert window["items"] and window["has_before"] and not window["reset"]
            items += window["items"]
        assert self.window(path, "after", window["after"])["items"] == []
        return items

    def backwards(self, path, count, **limits):
        """All items from the tail on, page by page, in file order."""
        window = self.window(path, "tail", items=count, **limits)
        items = window["items"]
        assert not window["has_after"]
        while window["has_before"]:
            window = self.window(path, "before", window["before"], items=count, **limits)
            assert window["items"] and window["has_after"] and not window["reset"]
            items = window["items"] + items
        assert self.window(path, "before", window["before"])["items"] == []
        return items

    def full_text(self, path, cursor, limit):
        """The whole text of one item, page by page."""
        text, page = "", self.page(path, cursor, 0, limit)
        while True:
            text += page["text"]
            if page["next"] < 0:
                assert page["full_bytes"] == len(text.encode())
                return text
            page = self.page(path, cursor, page["next"], limit)
            assert page["offset"] == len(text.encode())
