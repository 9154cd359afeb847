"""The SSH transport's strictness: who it takes for the host, and how a key gets trusted."""

import subprocess

import pytest

import sshd as sshd_module
from ssh_client import client, key, server  # noqa: F401 (fixtures)


def host_fingerprint(server, index=0):
    return sshd_module.fingerprint(server.host_keys[index].with_suffix(".pub"))


def test_an_unknown_key_is_refused_with_the_command_that_trusts_it(client, key, server):
    client.known.write_text("")
    result = client.run(identity=key)
    assert result.status == 4
    assert f"its host key is not known: ssh-ed25519 {host_fingerprint(server)}" in result.ended
    assert result.ended.endswith(f"ccr host trust work {host_fingerprint(server)}")
    assert client.known.read_text() == ""


def test_yes_makes_an_unknown_key_known(client, key, server):
    client.known.unlink()
    result = client.run(b"x", identity=key, answers=["yes"])
    assert result.out == b"x"
    assert host_fingerprint(server) in result.of("question")[0]
    assert client.known.read_text() == server.known_line()
    assert client.known.stat().st_mode & 0o777 == 0o600
    assert client.run(b"x", identity=key, answers=[]).of("question") == []


@pytest.mark.parametrize("answer", ["no", "", "y", "-"])
def test_anything_but_yes_is_no(client, key, answer):
    client.known.write_text("")
    result = client.run(identity=key, answers=[answer])
    assert result.status == 4
    assert "not known" in result.ended
    assert client.known.read_text() == ""


def test_a_changed_key_is_a_hard_stop(client, key, server, tmp_path):
    other = sshd_module.make_key(tmp_path / "imposter").with_suffix(".pub")
    kind, blob = other.read_text().split()[:2]
    client.known.write_text(f"# a comment\n[127.0.0.1]:{server.port} {kind} {blob}\n")
    result = client.run(identity=key, answers=["yes"])
    assert result.status == 4
    assert result.of("question") == []
    assert "has changed" in result.ended
    assert host_fingerprint(server) in result.ended
    assert sshd_module.fingerprint(other) in result.ended
    assert f"{client.known} line 2" in result.ended


def test_the_type_that_is_known_is_negotiated(client, key, server):
    client.known.write_text(server.known_line(key=1))
    assert client.run(b"x", identity=key).out == b"x"


def test_a_known_key_of_a_type_the_server_has_not_is_a_hard_stop(client, key, server, tmp_path):
    other = sshd_module.make_key(tmp_path / "other", "ecdsa").with_suffix(".pub").read_text()
    client.known.write_text(f"[127.0.0.1]:{server.port} {other}")
    result = client.run(identity=key, answers=["yes"])
    assert result.status == 4
    assert "another than the known one" in result.ended
    assert result.of("question") == []


def test_a_revoked_key_is_refused_though_it_is_listed(client, key, server):
    client.known.write_text(server.known_line() + server.known_line(name="*", marker="@revoked "))
    result = client.run(identity=key, answers=["yes"])
    assert result.status == 4
    assert "was revoked" in result.ended
    assert result.of("question") == []


def test_a_certificate_authority_alone_is_named_as_the_reason(client, key, server):
    client.known.write_text(server.known_line(name="*", marker="@cert-authority "))
    result = client.run(identity=key)
    assert result.status == 4
    assert "certificate authority" in result.ended


def test_hashed_names_are_known(client, key):
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", client.known], check=True, capture_output=True)
    assert "127.0.0.1" not in client.known.read_text()
    assert client.run(b"x", identity=key).out == b"x"


def test_an_entry_without_a_port_counts_for_any(client, key, server):
    client.known.write_text(server.known_line(name="127.0.0.1"))
    assert client.run(b"x", identity=key).out == b"x"


def test_an_excluded_name_is_not_known(client, key, server):
    client.known.write_text(server.known_line(name=f"[127.0.0.*]:{server.port},![127.0.0.1]:{server.port}"))
    assert "not known" in client.run(identity=key).ended


def test_trust_writes_the_key_that_was_named(client, key, server):
    client.known.write_text("# no newline at the end")
    result = client.run(trust=host_fingerprint(server))
    assert result.status == 0
    assert client.known.read_text() == "# no newline at the end\n" + server.known_line()
    assert client.run(b"x", identity=key).out == b"x"
    assert client.run(trust=host_fingerprint(server)).status == 0
    assert len(client.known.read_text().splitlines()) == 2


def test_trust_makes_the_folder(client, key, server):
    known = client.home / ".ssh" / "known_hosts"
    assert client.run(trust=host_fingerprint(server), known_hosts=None).status == 0
    assert known.read_text() == server.known_line()
    assert known.parent.stat().st_mode & 0o777 == 0o700


def test_trust_refuses_another_key(client, server):
    client.known.unlink()
    wrong = "SHA256:" + "A" * 43
    result = client.run(trust=wrong)
    assert result.status == 4
    assert wrong in result.of("trust")[0] and host_fingerprint(server) in result.of("trust")[0]
    assert not client.known.exists()
