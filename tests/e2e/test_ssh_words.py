"""Logins by what a person types: passwords and a server's own prompts."""

import subprocess

import pytest

import sshd as sshd_module
from ssh_client import PROBE, SECONDS, Client, require_real

SERVER = PROBE.with_name("ssh_login_server")


class WordServer:
    """tests/support/ssh_login_server, and what Client wants to know of a server."""

    user = "someone"

    def __init__(self, folder, mode):
        self.key = sshd_module.make_key(folder / "host")
        self.process = subprocess.Popen([SERVER, self.key, mode], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def known_line(self):
        return f"[127.0.0.1]:{self.port} " + self.key.with_suffix(".pub").read_text()

    def stop(self):
        self.process.kill()
        self.process.wait(SECONDS)
        self.process.stdout.close()


@pytest.fixture
def login(tmp_path):
    """login(mode, answers): the result, with no key and no agent."""
    require_real()
    servers = []

    def run(mode, answers, **changes):
        server = WordServer(tmp_path, mode)
        servers.append(server)
        return Client(tmp_path, server).run(answers=answers, no_stdin=True, **changes)

    yield run
    for server in servers:
        server.stop()


def test_a_password_is_asked_and_not_shown(login):
    result = login("password", ["open sesame"])
    assert result.out == b"welcome"
    assert len(result.of("secret")) == 1
    assert result.of("secret")[0].startswith("Password of someone on 127.0.0.1")
    assert result.of("open") == ["password"]
    assert "sesame" not in "\n".join(result.lines)


def test_a_wrong_password_is_asked_again_at_most_twice(login):
    result = login("password", ["a", "b", "c", "open sesame"])
    assert result.status == 4
    assert len(result.of("secret")) == 3
    assert "tried password; it takes password" in result.ended


def test_a_person_who_does_not_answer_ends_it(login):
    result = login("password", ["-"])
    assert result.status == 4
    assert len(result.of("secret")) == 1


def test_nobody_is_asked_when_nobody_is_there(login):
    result = login("password", None)
    assert result.status == 4
    assert result.of("secret") == []
    assert "tried nothing (no key was found); it takes password" in result.ended


def test_the_servers_prompts_are_asked_in_its_words_made_printable(login):
    result = login("prompts", ["red", "42"])
    assert result.out == b"welcome"
    assert [text.partition(": ")[2] for text in result.of("question")] == ["Answer ␛[2Jme: Colour? "]
    assert [text.partition(": ")[2] for text in result.of("secret")] == ["Answer ␛[2Jme: Number? "]
    assert result.of("open") == ["keyboard-interactive"]


def test_a_wrong_answer_begins_the_prompts_again(login):
    result = login("prompts", ["blue", "red", "42"])
    assert result.out == b"welcome"
    assert len(result.of("question")) == 2


def test_a_password_and_then_prompts(login):
    result = login("both", ["open sesame", "red", "42"])
    assert result.out == b"welcome"
    assert len(result.of("secret")) == 2


def test_what_a_person_typed_last_time_is_asked_first(login):
    result = login("password", ["open sesame"], hint="password")
    assert result.out == b"welcome"
