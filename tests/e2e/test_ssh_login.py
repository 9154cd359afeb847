"""The SSH transport's login: key files, the agent, passphrases, and what a refusal says."""

import re
import shutil
import subprocess

import pytest

import sshd as sshd_module
from ssh_client import client, key, server  # noqa: F401 (fixtures)


def test_a_key_file_logs_in_and_bytes_come_back(client, key):
    result = client.run(b"hello\n", identity=key)
    assert (result.status, result.out) == (0, b"hello\n")
    assert result.of("open") == [f"key {key}"]
    assert result.ended.startswith("none")


def test_the_usual_key_files_are_found(client, key):
    (client.home / ".ssh").mkdir()
    shutil.copy(key, client.home / ".ssh" / "id_ed25519")
    assert client.run(b"x").out == b"x"


def test_the_known_hosts_file_of_the_home_is_used(client, key):
    (client.home / ".ssh").mkdir()
    shutil.move(client.known, client.home / ".ssh" / "known_hosts")
    assert client.run(b"x", identity=key, known_hosts=None).out == b"x"


def test_the_machines_known_hosts_file_counts_too(client, key):
    empty = client.folder / "empty"
    assert client.run(b"x", identity=key, **{"known-hosts": empty, "global": client.known}).out == b"x"


def test_the_agent_logs_in(client, key):
    with sshd_module.Agent(client.folder) as agent:
        agent.add(sshd_module.make_key(client.folder / "other"))
        agent.add(key)
        result = client.run(b"x", agent=agent.socket)
        assert result.out == b"x"
        assert result.of("open")[0].startswith("agent ")
        blob = key.with_suffix(".pub").read_text().split()[1]
        assert blob.endswith(result.of("open")[0].split()[1])


def test_what_worked_last_time_is_tried_first(client, key, server):
    with sshd_module.Agent(client.folder) as agent:
        for name in ("one", "two", "three"):
            agent.add(sshd_module.make_key(client.folder / name))
        agent.add(key)
        hint = client.run(agent=agent.socket).of("open")[0]
        before = len(server.log.read_text())
        assert client.run(b"x", agent=agent.socket, hint=hint).out == b"x"
        assert "Failed publickey" not in server.log.read_text()[before:]
        before = len(server.log.read_text())
        assert client.run(b"x", agent=agent.socket, hint=f"key {key}").of("open") == [f"key {key}"]
        assert "Failed publickey" not in server.log.read_text()[before:]


@pytest.mark.parametrize("passphrase", ["", "secret words"])
def test_a_configured_identity_is_the_only_one_offered(client, key, tmp_path, passphrase):
    stranger = sshd_module.make_key(tmp_path / "stranger", passphrase=passphrase)
    with sshd_module.Agent(client.folder) as agent:
        agent.add(key)
        result = client.run(identity=stranger, agent=agent.socket)
        assert result.status == 4
        assert str(stranger) in result.ended


def test_the_agent_signs_for_a_configured_encrypted_identity(client, server, tmp_path):
    locked = sshd_module.make_key(tmp_path / "locked", passphrase="secret words")
    server.authorize(locked.with_suffix(".pub"))
    opened = tmp_path / "opened"
    shutil.copy(locked, opened)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "secret words", "-N", "", "-f", opened], check=True,
                   stdout=subprocess.DEVNULL)
    with sshd_module.Agent(client.folder) as agent:
        agent.add(sshd_module.make_key(client.folder / "other"))
        agent.add(opened)
        result = client.run(b"x", identity=locked, agent=agent.socket, answers=[])
        assert result.out == b"x"
        assert result.of("secret") == []


@pytest.mark.parametrize("with_public", [True, False])
def test_a_passphrase_is_asked_again_when_it_was_wrong(client, server, tmp_path, with_public):
    locked = sshd_module.make_key(tmp_path / "locked", passphrase="secret words")
    server.authorize(locked.with_suffix(".pub"))
    if not with_public:
        locked.with_suffix(".pub").unlink()
    result = client.run(b"x", identity=locked, answers=["wrong", "secret words"])
    assert result.out == b"x"
    assert result.of("secret") == [f"Passphrase of the key {locked}:",
                                   f"That was not it. Passphrase of the key {locked}:"]
    assert "secret words" not in "\n".join(result.lines)


def test_three_wrong_passphrases_end_it(client, server, tmp_path):
    locked = sshd_module.make_key(tmp_path / "locked", passphrase="secret words")
    server.authorize(locked.with_suffix(".pub"))
    result = client.run(identity=locked, answers=["a", "b", "c", "secret words"])
    assert result.status == 4
    assert len(result.of("secret")) == 3
    assert "wrong passphrase" in result.ended


def test_a_passphrase_that_nobody_can_type_is_named(client, server, tmp_path):
    locked = sshd_module.make_key(tmp_path / "locked", passphrase="secret words")
    server.authorize(locked.with_suffix(".pub"))
    result = client.run(identity=locked)
    assert result.status == 4
    assert result.of("secret") == []
    assert "has a passphrase" in result.ended


def test_no_passphrase_is_asked_for_a_key_that_the_server_does_not_take(client, tmp_path):
    locked = sshd_module.make_key(tmp_path / "locked", passphrase="secret words")
    result = client.run(identity=locked, answers=["secret words"])
    assert result.status == 4
    assert result.of("secret") == []


def test_a_refused_login_says_what_was_tried_and_what_is_taken(client, tmp_path):
    stranger = sshd_module.make_key(tmp_path / "stranger")
    result = client.run(identity=stranger)
    assert result.status == 4
    assert re.search(rf"login as {client.server.user} was refused; tried {stranger}; it takes publickey \| .*host.work.identity",
                     result.ended)


def test_a_missing_key_file_is_named(client, tmp_path):
    result = client.run(identity=tmp_path / "nowhere")
    assert result.status == 4
    assert f"{tmp_path / 'nowhere'}: No such file" in result.ended


def test_a_key_that_others_may_read_is_not_used(client, key):
    key.chmod(0o644)
    result = client.run(identity=key)
    assert result.status == 4
    assert "others may read it (chmod 600)" in result.ended


def test_a_file_that_is_no_key_is_named(client, tmp_path):
    (tmp_path / "text").write_text("just text\n")
    (tmp_path / "text").chmod(0o600)
    result = client.run(identity=tmp_path / "text")
    assert result.status == 4
    assert "text: not a private key" in result.ended


def test_nothing_is_written_beside_the_keys(client, key):
    key.with_suffix(".pub").unlink()
    assert client.run(b"x", identity=key).out == b"x"
    assert not key.with_suffix(".pub").exists()
