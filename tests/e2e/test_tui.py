"""The screen, used as a person does: a real terminal, the real runner and the real CLI."""

import os

import pytest

import runner
import terminal
import wait


@pytest.fixture
def host(home, api, agent):
    machine = runner.Host(home, api, agent)
    yield machine
    machine.end()


@pytest.fixture
def link(host):
    return host.link()


@pytest.fixture
def start(home, host):
    """Starts ccr in a terminal of that size."""
    terminal.require()
    opened = []

    def at(columns=80, rows=24, **env):
        window = terminal.Terminal(home.root, {**host.env, **env,
                                               "CCR_REMOTE": runner.program("CCR_REMOTE", "ccr-remote")},
                                   [runner.program("CCR", "ccr")], home.project, columns, rows)
        opened.append(window)
        return window

    yield at
    for window in opened:
        window.close()


def painted(screen):
    """The screen is the client's, and this machine is there."""
    return "local" in screen and "online" in screen or "local\u25cf" in screen


def test_a_prompt_is_written_run_asked_for_and_answered(start, home, api):
    made = os.path.join(home.project, "made")
    window = start()
    window.wait_for(painted, "the first screen")
    window.keys("c")
    window.wait("New prompt")
    window.type('Do it. [[tool: Bash {"command":"touch %s"}]] [[say: all done]]' % made)
    window.keys("Enter")
    screen = window.wait("NEEDS YOU", "touch")
    assert "Do it." in screen, "an ask names the work it is part of"
    window.wait_for(_settled(window), "a screen that stays")
    answer(window, "y", lambda: os.path.exists(made))
    window.wait("DONE", "\u2713")
    assert api.turns_with("Do it.") == 1


def answer(window, key, done):
    """Presses until it is taken: a key too soon after the picture changed is refused."""
    def pressed():
        window.keys(key)
        return done()
    wait.until(pressed, what=f"the effect of {key}")


def _settled(window):
    """Two pictures in a row are the same."""
    last = [None]

    def same(screen):
        before, last[0] = last[0], screen
        return before == screen
    return same


def test_a_session_shows_what_was_said_and_takes_a_reply(start, link):
    link.until_ended(link.submit("First words. [[say: **bold** answer]]"))
    window = start()
    window.wait("First words.")
    window.keys("1", "Enter")
    window.wait("You", "Claude", "bold answer")
    window.keys("c")
    window.type("Second words. [[say: second answer]]")
    window.keys("Enter")
    window.wait("second answer")


def test_live_text_is_seen_while_it_is_written(start, link, api):
    sent = link.submit("Slowly. [[slow: 30 words, 20 ms]] [[hold: gate]] [[say: end]]")
    window = start()
    window.wait("RUNNING", "Slowly.")
    window.keys("1", "Enter")
    window.wait("word30")
    api.release("gate")
    link.until_ended(sent)
    window.wait("end")


def test_forty_columns_show_what_matters_and_turning_the_phone_keeps_the_draft(start, link):
    link.until_ended(link.submit("On a phone. [[say: fits]]"))
    window = start(40, 20)
    window.wait("On a phone.")
    window.keys("1", "Enter")
    window.wait("fits")
    window.keys("c")
    window.type("half a thought")
    window.wait("half a thought")
    window.resize(80, 24)
    window.wait("half a thought", "fits")
    window.resize(20, 8)
    window.wait_for(lambda screen: screen.strip(), "a tiny picture")
    window.resize(40, 20)
    window.wait("half a thought")


def test_a_draft_survives_the_death_of_the_client(start, link, home):
    link.until_ended(link.submit("Draft here. [[say: yes]]"))
    window = start()
    window.wait("Draft here.")
    window.keys("1", "Enter")
    window.wait("yes")
    window.keys("c")
    window.type("not sent yet")
    window.wait("not sent yet")
    base = os.path.join(home.xdg["XDG_STATE_HOME"], "ccr", "outbox.db")
    wait.until(lambda: b"not sent yet" in _bytes_of(base), what="the draft on the disk")
    window.tmux("kill-server")
    again = start()
    again.wait("not sent yet")


def _bytes_of(base):
    content = b""
    for name in (base, base + "-wal"):
        if os.path.exists(name):
            with open(name, "rb") as file:
                content += file.read()
    return content


def test_the_daemons_death_is_shown_and_passes(start, host, link):
    link.until_ended(link.submit("Before. [[say: one]]"))
    window = start()
    window.wait("Before.")
    host.kill_daemon()
    again = host.link()
    again.until_ended(again.submit("After. [[say: two]]"))
    window.wait("After.")


def test_quitting_gives_the_terminal_back(start):
    window = start()
    window.wait_for(painted, "the first screen")
    window.keys("q")
    window.wait("status 0")


def test_nothing_from_a_transcript_moves_the_terminal(start, link):
    evil = "\\u001b[2J\\u001b]0;owned\\u0007\\u202eright"
    link.until_ended(link.submit(f"Evil. [[tool: Bash {{\"command\":\"echo {evil}\"}}]] [[say: x\u202ey]]",
                                 permission_mode="plan"), seconds=60)
    window = start()
    screen = window.wait("Evil.")
    window.keys("1", "Enter")
    screen = window.wait("Evil.", "Claude")
    assert "\u202e" not in screen and window.tmux("display-message", "-p", "#T").strip() != "owned"
