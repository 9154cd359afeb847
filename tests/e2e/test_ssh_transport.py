"""The SSH transport against real servers and against what is none, driven by tests/support/ssh_probe."""

import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

import pytest

import ssh_servers
import sshd as sshd_module

PROBE = pathlib.Path(os.environ.get("CCR_SSH_PROBE", "tests/support/ssh_probe")).absolute()
SECONDS = 30
MEMORY_MAX = 32_000  # kilobytes; what is on its way is far more

pytestmark = pytest.mark.skipif(not PROBE.exists(), reason=f"{PROBE} is not built")


class Result:
    def __init__(self, status, out, lines):
        self.status = status
        self.out = out
        self.lines = lines

    def of(self, kind):
        return [line[len(kind) + 1:] for line in self.lines if line.startswith(kind + " ")]

    @property
    def ended(self):
        assert len(self.of("ended")) == 1, self.lines
        return self.of("ended")[0]

    def check_descriptors(self):
        before, after = re.fullmatch(r"(\d+) then (\d+)", self.of("descriptors")[0]).groups()
        assert before == after, self.lines


class Client:
    """Runs the probe with a home and a known_hosts file of its own."""

    def __init__(self, folder, server):
        self.folder = folder
        self.server = server
        self.home = folder / "client"
        self.home.mkdir()
        self.known = folder / "known_hosts"
        self.known.write_text(server.known_line())

    def arguments(self, **changes):
        options = {"name": "work", "address": "127.0.0.1", "port": self.server.port, "user": self.server.user,
                   "home": self.home, "known-hosts": self.known, "command": "cat"}
        options.update({name.replace("_", "-"): value for name, value in changes.items()})
        arguments = [PROBE]
        for name, value in options.items():
            if value is True:
                arguments.append(f"--{name}")
            elif value is not None and value is not False:
                arguments += [f"--{name}", str(value)]
        return arguments

    def start(self, **changes):
        return subprocess.Popen(self.arguments(**changes), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def run(self, sent=b"", answers=None, **changes):
        if answers is not None:
            (self.folder / "answers").write_text("".join(f"{answer}\n" for answer in answers))
            changes.update(interactive=True, answers=self.folder / "answers")
        done = subprocess.run(self.arguments(**changes), input=sent, capture_output=True, timeout=SECONDS)
        result = Result(done.returncode, done.stdout, done.stderr.decode().splitlines())
        if "descriptors" in done.stderr.decode():
            result.check_descriptors()
        return result


def require_sshd():
    if sshd_module.SSHD is None or shutil.which("ssh-keygen") is None:
        if os.environ.get("CCR_REQUIRE_REAL"):
            pytest.fail("no sshd (Debian: openssh-server)")
        pytest.skip("no sshd (Debian: openssh-server)")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    require_sshd()
    with sshd_module.Sshd(tmp_path_factory.mktemp("sshd"), key_kinds=("ed25519", "rsa")) as running:
        yield running


@pytest.fixture
def key(tmp_path, server):
    path = sshd_module.make_key(tmp_path / "key")
    server.authorize(path.with_suffix(".pub"))
    return path


@pytest.fixture
def client(tmp_path, server):
    return Client(tmp_path, server)


def host_fingerprint(server, index=0):
    return sshd_module.fingerprint(server.host_keys[index].with_suffix(".pub"))


# Logging in


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


def test_a_configured_identity_is_the_only_one_offered(client, key, tmp_path):
    stranger = sshd_module.make_key(tmp_path / "stranger")
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


# The server's identity


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


# What is no SSH server


def ends(client, handle, **changes):
    with ssh_servers.Misfit(handle) as misfit:
        return client.run(port=misfit.port, answer_ms=2000, **changes)


@pytest.mark.parametrize("handle, words", [
    (ssh_servers.http, "an HTTP server answers there"),
    (ssh_servers.silent, "it said nothing in 2 s"),
    (ssh_servers.closes, "closed before the server named itself"),
    (ssh_servers.endless_banner, "too large banner"),
    (ssh_servers.endless_preface, r'no SSH server: "Welcome to ␛[31mnothing'),
    (ssh_servers.closes_in_key_exchange, "the key exchange failed"),
    (ssh_servers.nothing_in_common, "no algorithm in common"),
])
def test_what_is_no_ssh_server_gets_a_clear_line(client, handle, words):
    result = ends(client, handle)
    assert result.status == 3
    assert result.ended.startswith("unreachable 127.0.0.1 port")
    assert words in result.ended
    assert "|" in result.ended and not result.ended.endswith("| ")


def test_lines_before_the_servers_name_are_allowed(client, key, server):
    with ssh_servers.Misfit(ssh_servers.preface_of(server.port)) as misfit:
        client.known.write_text(server.known_line(name="*"))
        assert client.run(b"x", identity=key, port=misfit.port).out == b"x"


def test_a_closed_port_is_named(client):
    result = client.run(port=sshd_module.free_port())
    assert result.status == 3
    assert "connection refused" in result.ended


def test_a_name_that_does_not_resolve_is_named(client):
    result = client.run(address="no-such-host.invalid")
    assert result.status == 3
    assert "no-such-host.invalid: the name does not resolve" in result.ended


def test_an_address_that_never_answers_is_a_time_out(client):
    with ssh_servers.black_hole() as port:
        result = client.run(port=port, connect_ms=300)
    assert result.status == 3
    assert "no answer (time-out)" in result.ended


@pytest.mark.parametrize("address", ["-oProxyCommand=x", "root@-x", "-x@127.0.0.1", "", "a b", "a\nb", "@x", "a,b"])
def test_an_address_that_is_none_is_refused(client, address):
    result = client.run(address=address)
    assert result.status == 2
    assert result.of("refused")[0].startswith("invalid host work:")


def test_a_user_in_the_address_goes_before_the_default(client, key):
    result = client.run(b"x", identity=key, address=f"{client.server.user}@127.0.0.1", user="nobody-here")
    assert result.out == b"x"


def test_an_ipv6_literal_may_have_brackets(client):
    result = client.run(address="[::1]", port=sshd_module.free_port())
    assert result.of("step")[1].startswith("connecting to ::1 port")


# The command


def test_eof_ends_the_command_and_its_status_is_told(client, key):
    result = client.run(b"x", identity=key, command="cat >/dev/null; echo 'bad luck' >&2; exit 3")
    assert result.status == 1
    assert "the runner on work: exit status 3: bad luck" in result.ended


def test_a_signal_that_ends_the_command_is_told(client, key):
    result = client.run(identity=key, command="kill -9 $$")
    assert result.status == 1
    assert "the runner on work: ended by signal KILL" in result.ended


def test_the_runner_is_not_found(client, key):
    result = client.run(identity=key, command=None, find="no-such-runner")
    assert result.status == 6
    assert "no-such-runner was not found on work" in result.ended
    assert result.ended.endswith("ccr host install work, or set host.work.runner")


@pytest.mark.parametrize("place", [".local/bin", "bin"])
def test_the_runner_is_found_in_the_usual_places(client, key, server, place):
    runner = server.home / place / "my-remote"
    runner.parent.mkdir(parents=True)
    runner.write_text('#!/bin/sh\necho "$0 $*"\n')
    runner.chmod(0o755)
    try:
        assert client.run(identity=key, command=None, find="my-remote").out.decode() == f"{runner} serve\n"
    finally:
        shutil.rmtree(server.home / place)


def test_the_profiles_runner_replaces_the_search(client, key):
    result = client.run(identity=key, command=None, runner="echo here:")
    assert result.out == b"here: serve\n"
    result = client.run(identity=key, command=None, runner="/no/such/file")
    assert result.status == 6
    assert result.ended == "runner /no/such/file was not found on work | set host.work.runner to where it is"


def test_noise_of_a_shell_rc_file_comes_first_and_harms_nothing(tmp_path):
    require_sshd()
    with sshd_module.Sshd(tmp_path / "sshd", noise="Welcome!") as noisy:
        key = sshd_module.make_key(tmp_path / "key")
        noisy.authorize(key.with_suffix(".pub"))
        assert Client(tmp_path, noisy).run(b"x", identity=key).out == b"Welcome!\nx"


def test_a_server_without_compression_is_fine(tmp_path):
    require_sshd()
    with sshd_module.Sshd(tmp_path / "sshd", options="Compression no\nMaxSessions 1") as plain:
        key = sshd_module.make_key(tmp_path / "key")
        plain.authorize(key.with_suffix(".pub"))
        assert Client(tmp_path, plain).run(b"x", identity=key).out == b"x"


def test_a_server_that_takes_no_session_says_so(tmp_path):
    require_sshd()
    with sshd_module.Sshd(tmp_path / "sshd", options="MaxSessions 0") as closed:
        key = sshd_module.make_key(tmp_path / "key")
        closed.authorize(key.with_suffix(".pub"))
        result = Client(tmp_path, closed).run(identity=key)
        assert result.status == 3
        assert "it refuses a session" in result.ended


# Flow


def most_memory(probe):
    """The most kilobytes that the probe ever had resident; 0 once it has ended."""
    status = pathlib.Path(f"/proc/{probe.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) if found else 0


def test_ten_megabytes_go_both_ways_past_a_slow_reader(client, key):
    data = os.urandom(1_000_000) * 10
    probe = client.start(identity=key)

    def feed():
        probe.stdin.write(data)
        probe.stdin.close()

    feeder = threading.Thread(target=feed, daemon=True)
    read = hashlib.sha256()
    size = memory = 0
    try:
        feeder.start()
        while size < len(data):
            chunk = os.read(probe.stdout.fileno(), 50_000)
            assert chunk
            read.update(chunk)
            size += len(chunk)
            time.sleep(0.002)  # slower than loopback by far: that is what is tested
            memory = max(memory, most_memory(probe))
        feeder.join(SECONDS)
        lines = probe.stderr.read().decode().splitlines()
        assert probe.wait(SECONDS) == 0
    finally:
        probe.kill()
        probe.wait()
    assert read.digest() == hashlib.sha256(data).digest()
    assert 1000 < memory < MEMORY_MAX
    Result(0, b"", lines).check_descriptors()


def test_a_flood_that_nobody_reads_stops_the_server_and_not_memory(client, key, server):
    """The server's own `head` blocks once the windows and pipes on the way are full."""
    probe = client.start(identity=key, command="exec head -c 200000000 /dev/zero", no_stdin=True)
    try:
        progress, same = -1, 0
        deadline = time.monotonic() + SECONDS
        while same < 20 and time.monotonic() < deadline:
            written = sum(written_by_head(pid) for pid in sshd_module.children_of(server.process.pid))
            same = same + 1 if written == progress and written > 0 else 0
            progress = written
            time.sleep(0.02)
        assert same == 20
        assert progress < 20_000_000
        assert 1000 < most_memory(probe) < MEMORY_MAX
    finally:
        probe.kill()
        probe.communicate()


def written_by_head(pid):
    try:
        if pathlib.Path(f"/proc/{pid}/comm").read_text() != "head\n":
            return 0
        return int(re.search(r"wchar: (\d+)", pathlib.Path(f"/proc/{pid}/io").read_text()).group(1))
    except OSError:
        return 0


def test_a_connection_that_breaks_is_told(client, key, server):
    others = set(server.sessions())
    probe = client.start(identity=key, command="echo ready; exec sleep 600")
    try:
        assert probe.stdout.readline() == b"ready\n"
        for pid in set(server.sessions()) - others:
            os.kill(pid, signal.SIGKILL)
        out, err = probe.communicate(timeout=SECONDS)
    finally:
        probe.kill()
        probe.wait()
    result = Result(probe.returncode, out, err.decode().splitlines())
    result.check_descriptors()
    assert result.status == 3
    assert "the connection was lost" in result.ended


def test_five_hosts_at_once(client, key):
    result = client.run(identity=key, command="echo hello", times=5, no_stdin=True)
    assert len(result.of("open")) == 5
    assert [line.split()[0] for line in result.of("ended")] == ["none"] * 5
    assert result.out == b"hello\n" * 5


# Cancelling


def cancelled(probe, ready):
    """Cancels the probe once it hangs; how it ended."""
    try:
        deadline = time.monotonic() + SECONDS
        while not ready() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert ready()
        probe.send_signal(signal.SIGUSR1)
        out, err = probe.communicate(timeout=SECONDS)
    finally:
        probe.kill()
        probe.wait()
    result = Result(probe.returncode, out, err.decode().splitlines())
    result.check_descriptors()
    assert result.status == 130
    assert int(re.match(r"in (\d+) ms", result.of("cancelled")[0]).group(1)) < 100
    return result


def connecting(port):
    """True once some socket of this machine waits for that port's answer."""
    wanted = f":{port:04X}"
    lines = pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[2].endswith(wanted) and line.split()[3] == "02" for line in lines)


def test_cancel_while_connecting(client):
    with ssh_servers.black_hole() as port:
        others = connecting(port)
        probe = client.start(port=port)
        cancelled(probe, lambda: connecting(port) > others)


def test_cancel_while_the_server_says_nothing(client):
    with ssh_servers.Misfit(ssh_servers.silent) as misfit:
        probe = client.start(port=misfit.port)
        cancelled(probe, lambda: misfit.connections)


def test_cancel_while_the_login_hangs(client, key, server):
    stalling = ssh_servers.Stalling(server.port)
    client.known.write_text(server.known_line(name="*"))
    with ssh_servers.Misfit(stalling) as misfit:
        cancelled(client.start(port=misfit.port, identity=key), stalling.stalled.is_set)


def test_cancel_while_the_agent_hangs(client, key):
    with ssh_servers.HangingAgent(client.folder / "agent", key.with_suffix(".pub")) as agent:
        cancelled(client.start(agent=agent.path), agent.asked.is_set)


def test_an_agent_that_is_not_there_is_no_obstacle(client, key):
    (client.home / ".ssh").mkdir()
    shutil.copy(key, client.home / ".ssh" / "id_ed25519")
    result = client.run(b"x", agent=client.folder / "nothing")
    assert result.out == b"x"
    assert any("no key agent answers" in step for step in result.of("step"))


def test_a_login_that_hangs_is_a_time_out(client, key, server):
    stalling = ssh_servers.Stalling(server.port)
    client.known.write_text(server.known_line(name="*"))
    with ssh_servers.Misfit(stalling) as misfit:
        result = client.run(port=misfit.port, identity=key, answer_ms=300)
    assert result.status == 3
    assert "no answer to the login" in result.ended


def test_a_probe_of_the_port_alone_is_no_login(server):
    """The fixture answers as a real server does, so that the tests above mean something."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        assert connection.recv(64).startswith(b"SSH-2.0-OpenSSH")
