"""The SSH transport against what is no SSH server, the command's ends, flow and cancelling."""

import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import threading
import time

import pytest

import ssh_servers
import sshd as sshd_module
from ssh_client import PROBE, SECONDS, Client, Result, require_real
from ssh_client import client, key, server  # noqa: F401 (fixtures)

SANITIZED = PROBE.exists() and any(word in PROBE.read_bytes() for word in (b"__asan_init", b"__tsan_init"))
MEMORY_MAX = 32_000  # kilobytes; what is on its way is far more


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
    require_real()
    with sshd_module.Sshd(tmp_path / "sshd", noise="Welcome!") as noisy:
        key = sshd_module.make_key(tmp_path / "key")
        noisy.authorize(key.with_suffix(".pub"))
        assert Client(tmp_path, noisy).run(b"x", identity=key).out == b"Welcome!\nx"


def test_a_server_without_compression_is_fine(tmp_path):
    require_real()
    with sshd_module.Sshd(tmp_path / "sshd", options="Compression no\nMaxSessions 1") as plain:
        key = sshd_module.make_key(tmp_path / "key")
        plain.authorize(key.with_suffix(".pub"))
        assert Client(tmp_path, plain).run(b"x", identity=key).out == b"x"


def test_a_server_that_takes_no_session_says_so(tmp_path):
    require_real()
    with sshd_module.Sshd(tmp_path / "sshd", options="MaxSessions 0") as closed:
        key = sshd_module.make_key(tmp_path / "key")
        closed.authorize(key.with_suffix(".pub"))
        result = Client(tmp_path, closed).run(identity=key)
        assert result.status == 3
        assert "it refuses a session" in result.ended


# Flow


def most_memory(probe):
    """The most kilobytes that the probe ever had resident; 0 once it has ended.

    A sanitizer's own memory would be most of it, so with one this is only about whether it ran.
    """
    status = pathlib.Path(f"/proc/{probe.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    if found and SANITIZED:
        return MEMORY_MAX - 1
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
    probe = client.start(identity=key, command="echo $$; exec sleep 600")
    orphan = None  # what outlives its session's server
    try:
        orphan = int(probe.stdout.readline())
        for pid in set(server.sessions()) - others:
            os.kill(pid, signal.SIGKILL)
        out, err = probe.communicate(timeout=SECONDS)
    finally:
        probe.kill()
        probe.wait()
        if orphan is not None:
            os.kill(orphan, signal.SIGKILL)
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


def test_cancel_at_any_moment(client):
    """The first milliseconds of a connection, in small steps: no moment is deaf."""
    with ssh_servers.Misfit(ssh_servers.silent) as misfit:
        for step in range(40):
            probe = client.start(port=misfit.port, no_stdin=True)
            assert probe.stderr.readline().startswith(b"step looking up")
            time.sleep(step * 0.0001)
            cancelled(probe, lambda: True)


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
