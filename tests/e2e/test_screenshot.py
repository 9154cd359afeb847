"""contrib/screenshot: a picture of what a program shows on a real terminal."""

import os
import shutil
import subprocess
import xml.etree.ElementTree

import pytest

SCREENSHOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "contrib", "screenshot"))
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture
def picture(home):
    """Takes a picture of a shell line: (exit status, its texts, its rectangles, stderr)."""
    def take(line, *arguments):
        path = os.path.join(home.root, "picture.svg")
        said = subprocess.run([SCREENSHOT, "-o", path, "--columns", "40", "--rows", "6", *arguments, "--", "sh",
                               "-c", line], env=home.env(), capture_output=True, text=True, timeout=60, check=False)
        if said.returncode:
            return said.returncode, [], [], said.stderr
        root = xml.etree.ElementTree.parse(path).getroot()
        return 0, list(root.iter(SVG + "text")), list(root.iter(SVG + "rect")), said.stderr
    return take


def test_it_shows_the_text_with_its_colours(picture):
    status, texts, papers, _ = picture(r"printf 'a <b> \033[1;31mred\033[0m \033[44m日本\033[0m.\nready'; cat",
                                       "--wait", "ready")
    assert status == 0
    found = {text.text: text for text in texts}
    assert set(found) == {"a <b>", "red", "日本", ".", "ready"}
    assert found["red"].get("font-weight") == "bold" and found["red"].get("fill") != found["."].get("fill")
    assert float(found["日本"].get("textLength")) == 4 * float(found["."].get("textLength"))
    assert len(papers) == 2, "the screen's own and one below the wide characters"


def test_its_steps_are_done_in_their_order(picture):
    status, texts, _, _ = picture("echo first; read x; echo second; read x; echo third; cat",
                                  "--wait", "first", "--key", "Enter", "--wait", "second")
    assert status == 0
    assert [text.text for text in texts] == ["first", "second"]


def test_the_program_may_end_by_itself_after_the_picture(picture, home):
    ended = os.path.join(home.root, "ended")
    status, _, _, _ = picture(f"echo ready; read x; touch {ended}", "--wait", "ready", "--end", "Enter")
    assert status == 0
    assert os.path.exists(ended)


def test_what_is_never_shown_is_an_error_that_says_what_was(picture):
    status, _, _, stderr = picture("echo something; cat", "--wait", "never", "--seconds", "1")
    assert status == 1
    assert "'never' was not shown" in stderr and "something" in stderr
