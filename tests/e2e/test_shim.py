"""ccr-shim: start, refusal, lock, signals, the agent's surroundings."""

import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from shim_run import LINUX, Run, is_running, run, shim_is_instrumented, shim_program  # noqa: F401

linux_only = pytest.mark.skipif(not LINUX, reason="looks into Linux's /proc")

# Prints what it finds of its surroundings, then waits for the end of its stdin.
REPORT = """
import json, os, sys
names = os.listdir("/dev/fd")
fds = []
for name in names:
    try:
        found = os.fstat(int(name))
        fds.append((int(name), found.st_dev, found.st_ino))
    except OSError:
        pass  # the folder's own descriptor
print(json.dumps({"fds": fds, "pid": os.getpid(), "sid": os.getsid(0), "cwd": os.getcwd(),
                  "argv": sys.argv[1:], "env": os.environ.get("CCR_TEST_WORD"),
                  "umask": os.umask(0)}), flush=True)
sys.stdin.read()
"""

# Notes signals on stdout and in a file, and lives on until the file named second is there.
STUBBORN = """
import os, signal, sys, time
def note(number, frame):
    with open(sys.argv[1], "a") as file:
        file.write("%d\\n" % number)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, note)
os.write(1, b"ready\\n")
while not os.path.exists(sys.argv[2]):
    time.sleep(0.005)
try:
    os.write(1, b"bye\\n")
except OSError:
    pass
"""

HAS_A_TOOL = """
import os, subprocess, sys, time
tool = subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL, start_new_session=True)
print(tool.pid, flush=True)
sys.stdin.read()
"""


def report(run):
    run.wait(lambda: run.read("out.ndjson").endswith(b"\n"), "the agent has reported")
    return json.loads(run.read("out.ndjson"))


def status_row(pid, name):
    with open("/proc/%d/status" % pid) as file:
        rows = dict(line.split(":", 1) for line in file)
    return rows[name].strip()


def start_stubborn(run):
    run.noted, run.go = run.base / "noted", run.base / "go"
    run.start_python(STUBBORN, str(run.noted), str(run.go))
    run.wait_out(b"ready\n")


def noted(run):
    return run.noted.read_text().split() if run.noted.exists() else []


@pytest.mark.parametrize("code", [0, 1, 3, 127, 255])
def test_an_exit_status_is_told(run, code):
    run.start("sh", "-c", "exit %d" % code)
    assert run.finish() == "exit %d\n" % code
    assert run.shim.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_agent_ended_by_a_signal_is_told(run, number):
    run.start("sleep", "600")
    os.kill(run.agent_pid(), number)
    assert run.finish() == "signal %d\n" % number


def test_pids_names_both_processes(run):
    run.start("cat")
    pids = run.pids()
    assert list(pids) == ["shim", "agent"]
    assert pids["shim"][0] == run.shim.pid
    assert os.getsid(pids["agent"][0]) == run.shim.pid
    assert pids["shim"][2] == pids["agent"][2]
    assert run.read("pids").endswith(b"\n")


@linux_only
def test_pids_tells_start_times_and_boot_even_for_a_strange_name(run):
    link = run.base / "a) Z 1 (2"
    link.symlink_to(shim_program())
    run.launch("cat", executable=str(link))
    run.wait(lambda: run.has("pids"), "pids is there")
    with open("/proc/sys/kernel/random/boot_id") as file:
        boot = file.read().strip()
    for pid, start, told_boot in run.pids().values():
        with open("/proc/%d/stat" % pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        assert start == int(fields[19])
        assert told_boot == boot


def test_the_agent_runs_in_its_folder_with_its_arguments_and_environment(run):
    run.start_python(REPORT, "two words", "", "--run", env={**os.environ, "CCR_TEST_WORD": "yes"})
    seen = report(run)
    assert seen["cwd"] == os.path.realpath(run.cwd)
    assert seen["argv"] == ["two words", "", "--run"]
    assert seen["env"] == "yes"
    assert seen["pid"] == run.agent_pid()
    assert seen["sid"] == run.shim.pid


def test_the_agent_keeps_the_umask_that_the_shim_was_given(run):
    before = os.umask(0o027)
    try:
        run.start_python(REPORT)
    finally:
        os.umask(before)
    assert report(run)["umask"] == 0o027


def test_the_shim_s_own_files_are_the_user_s_alone(run):
    before = os.umask(0)
    try:
        run.start("cat")
    finally:
        os.umask(before)
    run.end()
    for name in ("out.ndjson", "err.log", "pids", "exit"):
        assert stat.S_IMODE((run.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(run.lock.stat().st_mode) == 0o600


def test_the_agent_has_its_three_pipes_and_the_lock_and_nothing_else(run):
    leaked = os.open(run.base, os.O_RDONLY)
    try:
        run.start_python(REPORT, pass_fds=[leaked])
    finally:
        os.close(leaked)
    fds = {row[0]: tuple(row[1:]) for row in report(run)["fds"]}
    lock = run.lock.stat()
    extra = [fd for fd in fds if fd > 2]
    assert {0, 1, 2} <= set(fds)
    assert [fds[fd] for fd in extra] == [(lock.st_dev, lock.st_ino)]


def test_a_shim_started_without_descriptors_works_the_same(run):
    run.start_python(REPORT, before=["sh", "-c", 'exec "$@" 0<&- 1>&- 2>&-', "sh"])
    assert len(report(run)["fds"]) == 4
    assert run.end() == "exit 0\n"


@linux_only
def test_the_agent_starts_with_default_signals_and_an_empty_mask(run):
    def ignore_and_block():
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGCHLD])

    run.start("cat", preexec_fn=ignore_and_block)
    run.feed(b"up\n")
    run.wait_out(b"up\n")
    # 32 and 33 are the C library's own: posix_spawn, as make uses it, leaves them ignored.
    library = 1 << 31 | 1 << 32
    for row in ("SigIgn", "SigBlk", "SigCgt"):
        assert int(status_row(run.agent_pid(), row), 16) & ~library == 0
    assert run.end() == "exit 0\n"


@linux_only
def test_a_started_shim_keeps_no_folder_and_no_terminal_busy(run):
    run.start("cat")
    run.feed(b"up\n")
    run.wait_out(b"up\n")
    assert os.readlink("/proc/%d/cwd" % run.shim.pid) == "/"
    for fd in range(3):
        assert os.readlink("/proc/%d/fd/%d" % (run.shim.pid, fd)) == "/dev/null"
    assert os.getsid(run.shim.pid) == run.shim.pid


def test_a_session_s_leader_may_become_a_shim(run):
    run.start("cat", start_new_session=True)
    assert run.end() == "exit 0\n"


def test_relative_paths_are_taken_from_where_the_shim_was_started(run):
    options = ["--run", "run", "--lock", "session.lock", "--cwd", "cwd"]
    subprocess.run([shim_program(), *options, "--", "pwd"], cwd=run.base, check=True)
    assert run.read("exit") == b"exit 0\n"
    assert run.read("out.ndjson").decode().strip() == os.path.realpath(run.cwd)
    assert run.lock.exists()


def test_the_lock_is_held_while_the_shim_and_its_agent_live(run):
    run.start("cat")
    assert not run.lock_is_free()
    run.end()
    assert run.lock_is_free()


def test_a_second_shim_on_the_same_lock_is_locked_out(run, tmp_path):
    (tmp_path / "second").mkdir()
    second = Run(tmp_path / "second")
    second.lock = run.lock
    run.start("cat")
    second.launch("touch", str(tmp_path / "ran"))
    assert second.finish() == "locked\n"
    assert second.shim.returncode == 1
    assert second.shim.stderr.read() == b"ccr-shim: locked\n"
    assert not second.has("pids")
    assert not (tmp_path / "ran").exists()
    second.close()
    run.feed(b"unharmed\n")
    run.wait_out(b"unharmed\n")


def test_the_lock_stays_with_the_agent_when_its_shim_is_killed(run):
    start_stubborn(run)
    agent = run.agent_pid()
    run.shim.kill()
    run.shim.wait()
    assert not run.lock_is_free()
    run.go.touch()
    run.wait(lambda: not is_running(agent), "the agent has ended")
    assert run.lock_is_free()


def test_the_agent_s_tools_do_not_hold_the_lock(run):
    run.start_python(HAS_A_TOOL)
    run.wait(lambda: run.read("out.ndjson").endswith(b"\n"), "the tool runs")
    tool = int(run.read("out.ndjson"))
    run.others.append(tool)
    assert run.end() == "exit 0\n"
    assert is_running(tool)
    assert run.lock_is_free()


@linux_only
def test_a_killed_shim_interrupts_its_agent(run):
    start_stubborn(run)
    agent = run.agent_pid()
    run.shim.kill()
    run.shim.wait()
    run.wait(lambda: noted(run), "the agent was told")
    assert noted(run) == [str(int(signal.SIGINT))]
    run.go.touch()
    run.wait(lambda: not is_running(agent), "the agent has ended")
    assert not run.has("exit")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_shim_interrupts_the_agent_and_is_survived(run, number):
    start_stubborn(run)
    run.shim.send_signal(number)
    run.wait(lambda: noted(run), "the agent was told")
    run.shim.send_signal(number)
    run.wait(lambda: len(noted(run)) == 2, "the agent was told again")
    assert noted(run) == [str(int(signal.SIGINT))] * 2
    assert run.shim.poll() is None
    run.go.touch()
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"ready\nbye\n"


def test_a_hang_up_of_the_terminal_is_nothing_to_the_shim(run):
    start_stubborn(run)
    run.shim.send_signal(signal.SIGHUP)
    run.feed(b"one\n")
    run.wait(lambda: run.fed() == 4, "the line was fed")
    assert noted(run) == []
    run.go.touch()
    assert run.finish() == "exit 0\n"


def test_a_missing_program_runs_nothing_and_is_told(run):
    run.launch("/nonexistent/program")
    assert run.finish() == "noexec 2 No such file or directory\n"
    assert run.shim.returncode == 1
    assert run.shim.stderr.read() == b"ccr-shim: noexec 2 No such file or directory\n"
    assert run.read("out.ndjson") == b""
    assert run.lock_is_free()


def test_a_file_that_is_no_program_is_told(run):
    plain = run.base / "plain"
    plain.write_text("text\n")
    run.launch(str(plain))
    assert run.finish() == "noexec 13 Permission denied\n"


def test_a_missing_working_folder_runs_nothing_and_is_told(run):
    run.cwd.rmdir()
    run.launch("touch", str(run.base / "ran"))
    assert run.finish() == "nocwd 2 No such file or directory\n"
    assert not (run.base / "ran").exists()
    run.cwd.mkdir()


def test_a_lock_that_cannot_be_made_is_told(run):
    run.lock = run.base / "no such folder" / "lock"
    run.launch("true")
    assert run.finish() == "failed lock: No such file or directory\n"


@pytest.mark.parametrize("name", ["in.ndjson", "fed", "poke", "alive"])
def test_a_folder_that_lacks_a_file_is_told(run, name):
    (run.folder / name).unlink()
    run.launch("true")
    assert run.finish() == "failed %s: No such file or directory\n" % name
    assert run.shim.returncode == 1


def test_a_poke_that_is_no_fifo_is_refused(run):
    (run.folder / "poke").unlink()
    (run.folder / "poke").touch()
    run.launch("true")
    assert run.finish() == "failed poke: Invalid argument\n"


def test_a_folder_serves_one_shim_only(run):
    run.put(b"one\n")
    run.start("cat")
    run.wait_out(b"one\n")
    assert run.end() == "exit 0\n"
    before = {name: run.read(name) for name in ("pids", "exit", "out.ndjson", "fed")}
    run.launch("cat")
    run.finish()
    assert run.shim.returncode == 1
    assert run.shim.stderr.read() == b"ccr-shim: failed out.ndjson: File exists\n"
    assert {name: run.read(name) for name in before} == before


def test_a_folder_of_another_format_is_left_alone(run):
    (run.folder / "format").write_text("2\n")
    before = sorted(os.listdir(run.folder))
    run.launch("true")
    run.finish()
    assert run.shim.returncode == 1
    assert run.shim.stderr.read() == b"ccr-shim: failed format: Invalid argument\n"
    assert sorted(os.listdir(run.folder)) == before


def test_a_missing_folder_is_told_on_stderr(run):
    run.folder = run.base / "nowhere"
    run.launch("true")
    run.finish()
    assert run.shim.returncode == 1
    assert run.shim.stderr.read() == b"ccr-shim: failed run: No such file or directory\n"


@pytest.mark.parametrize("arguments", [
    [], ["--run"], ["--run", "a", "--lock", "b", "--cwd", "c"],
    ["--run", "a", "--lock", "b", "--cwd", "c", "--"], ["--run", "a", "--cwd", "c", "--", "true"],
    ["--nonsense", "a", "--", "true"],
    ["--run", "a", "--lock", "b", "--cwd", "c", "--max-spool", "-1", "--", "true"],
    ["--run", "a", "--lock", "b", "--cwd", "c", "--max-spool", "1k", "--", "true"],
    ["--run", "a", "--lock", "b", "--cwd", "c", "--max-spool", "0", "--", "true"]])
def test_wrong_usage_is_one_line_and_status_2(arguments, tmp_path):
    done = subprocess.run([shim_program(), *arguments], cwd=tmp_path, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.startswith(b"ccr-shim: ") and done.stderr.count(b"\n") == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("option, word", [("--version", b"ccr-shim "), ("--help", b"usage: ")])
def test_it_tells_about_itself(option, word):
    done = subprocess.run([shim_program(), option], stdout=subprocess.PIPE, check=True)
    assert done.stdout.startswith(word)


@linux_only
def test_it_stays_under_two_megabytes_after_hard_work(run):
    if shim_is_instrumented():
        pytest.skip("a shim under sanitizers or valgrind has another size")
    data = b"a" * 1024 * 1024 + b"\n"
    run.start("sh", "-c", "yes | head -c 200000 >&2; exec cat")
    run.feed(data * 4)
    run.wait_out(data * 4)
    run.wait(lambda: len(run.read("err.log")) == 200000, "stderr was read")
    peak = int(status_row(run.shim.pid, "VmHWM").split()[0])
    resident = int(status_row(run.shim.pid, "VmRSS").split()[0])
    print("resident %d kB, at most %d kB" % (resident, peak))
    assert peak < 2048


@linux_only
@pytest.mark.parametrize("agent", ["cat", "exec 0<&-; echo up; exec sleep 600"])
def test_an_idle_shim_does_not_wake_up(run, agent):
    """Also after its agent closed its stdin, which makes that pipe ready for ever."""
    run.start("sh", "-c", agent)
    run.feed(b"up\n")
    run.wait_out(b"up\n")
    run.wait(lambda: run.fed() == 3, "the line was fed")
    run.wait(lambda: status_row(run.shim.pid, "State").startswith("S"), "the shim sleeps")
    # Idleness is a span without a change of state: here the time itself is what is watched.
    before = status_row(run.shim.pid, "voluntary_ctxt_switches")
    time.sleep(2.5)
    assert status_row(run.shim.pid, "voluntary_ctxt_switches") == before
    os.kill(run.agent_pid(), signal.SIGKILL)
