"""The terminal floor in a real terminal: term_demo runs in a private tmux server.

Nothing here sleeps for a fixed time: each step waits for the state it wants to see.
The program is taken from the build folder.
"""

import os
import pathlib
import shutil

import pytest

import terminal as terminal_module


def program():
    folder = pathlib.Path(os.environ.get("CCR_BUILD_DIR", "."))
    return (folder / "tests" / "support" / "term_demo").resolve()


pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
    pytest.mark.skipif(not program().exists(), reason="term_demo is not built"),
]


class Terminal(terminal_module.Terminal):
    """The demonstration program in a terminal."""

    def __init__(self, folder, environment=None, columns=60, rows=16, **more):
        super().__init__(str(folder), {"PATH": os.environ["PATH"], **(environment or {})},
                         [str(program())], str(folder), columns, rows, **more)

    def bytes(self, data):
        self.tmux("send-keys", "-t", "t", "-H", *[f"{byte:02x}" for byte in data])


@pytest.fixture
def start(tmp_path):
    opened = []

    def starter(**options):
        terminal = Terminal(tmp_path, **options)
        opened.append(terminal)
        return terminal

    yield starter
    for terminal in opened:
        terminal.close()


def test_the_screen_has_size_colours_and_wide_characters(start):
    terminal = start()
    screen = terminal.wait("size 60x16 colors 256 utf8 1")
    assert "wide 你好 é end" in screen.replace("e\u0301", "é")
    assert "\033[31mred" in terminal.screen("-e")


def test_without_colours_the_words_stand_plain(start):
    terminal = start(environment={"NO_COLOR": "1"})
    terminal.wait("colors 0")
    assert "\033[31m" not in terminal.screen("-e")
    assert "\033[1;4;7mmarked" in terminal.screen("-e").replace("\033[1m\033[4m\033[7m",
                                                               "\033[1;4;7m")


def test_a_resize_is_seen_and_drawn(start):
    terminal = start()
    terminal.wait("size 60x16")
    terminal.tmux("resize-window", "-t", "t", "-x", "42", "-y", "12")
    terminal.wait("size 42x12")
    terminal.wait("resize")


@pytest.mark.parametrize("data,name", [
    (b"\033[A", "Up"), (b"\033OA", "Up"), (b"\033[B", "Down"), (b"\033OB", "Down"),
    (b"\033[C", "Right"), (b"\033OC", "Right"), (b"\033[D", "Left"), (b"\033OD", "Left"),
    (b"\033[H", "Home"), (b"\033[F", "End"), (b"\033[5~", "PageUp"), (b"\033[6~", "PageDown"),
    (b"\r", "Enter"), (b"\n", "C-j"), (b"\x7f", "Backspace"), (b"\t", "Tab"), (b"\x01", "C-a"),
    (b"\033[13;2u", "C-j"), (b"j", "j"), ("é".encode(), "é"), ("你".encode(), "你"),
])
def test_bytes_become_the_key_of_that_name(start, data, name):
    terminal = start()
    terminal.wait("size")
    terminal.bytes(data)
    terminal.wait(f"key [{name}]")


def test_a_lone_escape_comes_without_another_key(start):
    terminal = start()
    terminal.wait("size")
    terminal.bytes(b"\033")
    terminal.wait("key [Esc]")


def test_a_sequence_in_pieces_is_put_together_when_there_is_time(start):
    terminal = start(environment={"ESCDELAY": "1000"})
    terminal.wait("size")
    terminal.bytes(b"\033")
    terminal.bytes(b"[")
    terminal.bytes(b"A")
    assert "key [Esc]" not in terminal.wait("key [Up]")


def test_a_paste_is_one_text_and_its_keys_are_not_pressed(start):
    terminal = start()
    terminal.wait("size")
    terminal.bytes(b"\033[200~q one\rtwo\x03\033[201~")
    screen = terminal.wait("paste 9 ")
    assert "key [" not in screen
    terminal.bytes(b"x")
    terminal.wait("key [x]")


def test_a_paste_without_end_is_cut_at_its_cap(start, tmp_path):
    terminal = start()
    terminal.wait("size")
    text = tmp_path / "text"
    text.write_text("y" * 300000)
    terminal.tmux("load-buffer", str(text))
    terminal.tmux("paste-buffer", "-p", "-t", "t")
    terminal.wait("paste 262144 cut")


def test_the_terminal_is_given_back_in_between_and_at_the_end(start):
    terminal = start()
    terminal.wait("size")
    terminal.keys("S")
    terminal.wait("key [S]")
    terminal.keys("q")
    screen = terminal.wait("status 0")
    assert "ended" in screen
    assert terminal.tmux("display", "-p", "-t", "t", "#{alternate_on} #{cursor_flag}") == "0 1\n"


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_without_a_cursor_is_refused_with_the_next_step(start, term):
    terminal = start(term=term)
    screen = terminal.wait("status 1")
    assert "cannot place its cursor" in screen
    assert "xterm-256color" in screen


def test_a_terminal_that_this_machine_does_not_know_is_taken_for_xterm(start):
    terminal = start(term="xterm-nobody-knows")
    terminal.wait("size 60x16 colors 256")
