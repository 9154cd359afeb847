"""ccr-shim, the way out: out.ndjson, err.log, stall, exit and the byte in alive."""

import hashlib
import os
import resource
import signal
import sys

import pytest

from shim_run import disk_run, run, wait_until  # noqa: F401

KIB = 1024
MIB = 1024 * 1024

PRINTS = """
import os, sys
size, seed = int(sys.argv[1]), b"%07d\\n"
data = b"".join(seed % i for i in range(size // 8))
while data:
    data = data[os.write(1, data[:50000]):]
"""

STAYS = PRINTS + """
while os.read(0, 4096):
    pass
"""

HOLDS_OPEN = """
import os, sys, subprocess
child = subprocess.Popen([sys.executable, "-c", sys.argv[2]])
with open(sys.argv[1] + ".new", "w") as file:
    file.write(str(child.pid))
os.rename(sys.argv[1] + ".new", sys.argv[1])
os.write(1, b"the agent's last line\\n")
"""


def printed(size):
    return b"".join(b"%07d\n" % i for i in range(size // 8))


def open_alive(run):
    return os.open(run.folder / "alive", os.O_RDONLY | os.O_NONBLOCK)


def rings(fd):
    """Empties alive: what it held, b"" at a hang-up, None when there was nothing."""
    try:
        return os.read(fd, 65536)
    except BlockingIOError:
        return None


def test_what_the_agent_prints_is_kept_byte_for_byte(run):
    script = "head -c 5000000 /dev/urandom | tee copy"
    run.start("sh", "-c", script)
    assert run.finish() == "exit 0\n"
    copy = (run.cwd / "copy").read_bytes()
    assert len(copy) == 5000000
    assert hashlib.sha256(run.read("out.ndjson")).digest() == hashlib.sha256(copy).digest()


def test_output_without_a_newline_at_its_end_is_kept_as_it_is(run):
    run.start("printf", "torn")
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"torn"


def test_the_exit_file_comes_after_the_last_byte(run):
    run.start_python(PRINTS, str(8 * MIB))
    run.wait(lambda: run.has("exit"), "exit is there")
    assert run.read("out.ndjson") == printed(8 * MIB)
    assert run.finish() == "exit 0\n"


def test_each_append_puts_a_byte_into_alive(run):
    run.start("cat")
    run.look_done()
    fd = open_alive(run)
    try:
        rings(fd)
        for i in range(20):
            run.feed(b"line\n")
            run.wait_out(b"line\n" * (i + 1))
            wait_until(lambda: rings(fd), "alive has a byte")
            assert rings(fd) is None
    finally:
        os.close(fd)


def test_a_full_alive_fifo_holds_nobody_up(run):
    run.start("cat")
    fd = os.open(run.folder / "alive", os.O_RDWR | os.O_NONBLOCK)
    try:
        while True:
            os.write(fd, b"!" * 4096)
    except BlockingIOError:
        pass
    run.feed(b"one\n")
    run.wait_out(b"one\n")
    os.close(fd)
    assert run.end() == "exit 0\n"


def test_alive_hangs_up_when_the_shim_is_gone(run):
    run.start("cat")
    fd = open_alive(run)
    try:
        run.look_done()
        assert rings(fd)
        assert rings(fd) is None
        run.shim.kill()
        run.shim.wait()
        assert rings(fd) == b""
    finally:
        os.close(fd)


def test_alive_rings_for_the_exit_file(run):
    run.start("cat")
    fd = open_alive(run)
    try:
        run.look_done()
        rings(fd)
        run.end()
        assert rings(fd)
        assert rings(fd) == b""
    finally:
        os.close(fd)


def test_daemons_that_come_and_go_change_nothing(run):
    run.start("cat")
    expected = b""
    for i in range(20):
        os.close(open_alive(run))
        expected += b"%d\n" % i
        run.feed(b"%d\n" % i)
        run.wait_out(expected)
    assert run.end() == "exit 0\n"


def test_stderr_goes_to_err_log(run):
    run.start("sh", "-c", "echo oops >&2; echo fine")
    assert run.finish() == "exit 0\n"
    assert run.read("err.log") == b"oops\n"
    assert run.read("out.ndjson") == b"fine\n"


def test_err_log_is_capped_and_says_so_while_the_agent_goes_on(run):
    run.start("sh", "-c", "yes complaint | head -c 3000000 >&2; echo done")
    assert run.finish() == "exit 0\n"
    log = run.read("err.log")
    assert log[:MIB] == (b"complaint\n" * MIB)[:MIB]
    closing = log[MIB:].splitlines()
    assert len(log) < MIB + 200
    assert closing[-1].startswith(b"ccr-shim: err.log is full at 1 MiB")
    assert run.read("out.ndjson") == b"done\n"


def test_err_log_of_exactly_its_cap_has_no_closing_line(run):
    run.start("sh", "-c", "yes complaint | head -c %d >&2" % MIB)
    assert run.finish() == "exit 0\n"
    assert len(run.read("err.log")) == MIB


def test_a_background_child_that_holds_stdout_does_not_hold_the_run(run):
    note = run.base / "child"
    run.start_python(HOLDS_OPEN, str(note), "import time; time.sleep(600)")
    run.others.append(int(run.wait(lambda: note.exists() and note.read_text(), "it forked")))
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"the agent's last line\n"
    assert b"a child of its holds its output open" in run.read("err.log")
    os.kill(run.others[0], 0)


def test_a_background_child_s_last_words_are_still_read(run):
    child = "import time; time.sleep(0.5); print('late', flush=True)"
    run.start_python(HOLDS_OPEN, str(run.base / "child"), child)
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"the agent's last line\nlate\n"
    assert run.read("err.log") == b""


def test_a_background_child_that_never_falls_silent_ends_too(run):
    child = "import os\nwhile True: os.write(1, b'y' * 65536)"
    note = run.base / "child"
    run.start_python(HOLDS_OPEN, str(note), child)
    run.others.append(int(run.wait(lambda: note.exists() and note.read_text(), "it forked")))
    assert run.finish() == "exit 0\n"
    assert b"the agent's last line\n" in run.read("out.ndjson")


def test_at_its_maximum_the_spool_stalls_and_the_agent_waits(run):
    run.start_python(STAYS, str(MIB), options=["--max-spool", "100000"])
    run.wait(lambda: run.has("stall"), "stall is there")
    assert run.read("out.ndjson") == printed(MIB)[:100000]
    assert not run.has("exit")
    run.look_done()
    assert len(run.read("out.ndjson")) == 100000


def test_the_maximum_binds_a_living_agent_only(run):
    run.start_python(STAYS, str(MIB), options=["--max-spool", "100000"])
    run.wait(lambda: run.has("stall"), "stall is there")
    os.kill(run.agent_pid(), signal.SIGKILL)
    assert run.finish() == "signal 9\n"
    out = run.read("out.ndjson")
    assert len(out) > 100000
    assert out == printed(MIB)[:len(out)]
    assert not run.has("stall")


def test_below_its_maximum_the_spool_does_not_stall(run):
    run.start_python(PRINTS, str(80000), options=["--max-spool", "80000"])
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == printed(80000)
    assert not run.has("stall")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no prlimit: the limit stays for good")
def test_a_write_that_fails_is_tried_again_until_it_passes(run):
    script = 'ulimit -S -f 100; exec "$@"'  # blocks of 512 bytes, or of 1024 in some shells
    run.start_python(STAYS, str(MIB), before=["sh", "-c", script, "sh"])
    run.wait(lambda: run.has("stall"), "stall is there")
    out = run.read("out.ndjson")
    assert len(out) in (50 * KIB, 100 * KIB)
    assert out == printed(MIB)[:len(out)]
    resource.prlimit(run.shim.pid, resource.RLIMIT_FSIZE,
                     (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    run.wait_out(printed(MIB))
    run.wait(lambda: not run.has("stall"), "stall is gone")
    assert run.end() == "exit 0\n"
    assert run.read("out.ndjson") == printed(MIB)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no prlimit: the limit stays for good")
def test_without_its_pids_on_disk_no_agent_runs(run):
    limited = ["sh", "-c", 'ulimit -S -f 0; exec "$@"', "sh"]
    run.launch("touch", str(run.base / "ran"), before=limited)
    run.wait(lambda: run.has("stall"), "stall is there")
    assert not run.has("pids")
    assert not run.has("exit")
    resource.prlimit(run.shim.pid, resource.RLIMIT_FSIZE,
                     (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert run.finish() == "failed pids: File too large\n"
    assert run.shim.returncode == 1
    assert not (run.base / "ran").exists()
    assert not run.has("stall")


def test_feeding_goes_on_while_the_spool_is_stalled(run):
    run.start_python(STAYS, str(MIB), options=["--max-spool", "1000"])
    run.wait(lambda: run.has("stall"), "stall is there")
    run.feed(b"one\n")
    run.wait(lambda: run.fed() == 4, "the line was fed")


def test_a_full_disk_loses_nothing_and_repeats_nothing(disk_run):
    disk_run.disk.fill(600 * KIB)
    data = printed(700 * KIB)
    disk_run.start(sys.executable, "-c", STAYS, str(700 * KIB))
    disk_run.wait(lambda: disk_run.has("stall"), "stall is there")
    out = disk_run.read("out.ndjson")
    assert out == data[:len(out)]
    assert len(out) < 500 * KIB
    disk_run.disk.free()
    disk_run.wait_out(data)
    disk_run.wait(lambda: not disk_run.has("stall"), "stall is gone")
    assert disk_run.end() == "exit 0\n"
    assert disk_run.read("out.ndjson") == data


def test_on_a_full_disk_the_exit_file_is_tried_until_it_is_there(disk_run):
    disk_run.start(sys.executable, "-c", STAYS, "800")
    disk_run.wait_out(printed(800))
    disk_run.disk.fill()
    disk_run.end_input()
    disk_run.wait(lambda: disk_run.has("stall"), "stall is there")
    assert not disk_run.has("exit")
    assert disk_run.shim.poll() is None
    assert not disk_run.lock_is_free()
    disk_run.disk.free()
    assert disk_run.finish() == "exit 0\n"
    assert not disk_run.has("stall")
    assert not disk_run.has("exit.tmp")


def test_the_agent_s_last_words_wait_out_a_full_disk(disk_run):
    disk_run.disk.fill(600 * KIB)
    disk_run.start(sys.executable, "-c", STAYS, str(700 * KIB))
    disk_run.wait(lambda: disk_run.has("stall"), "stall is there")
    os.kill(disk_run.agent_pid(), signal.SIGKILL)
    before = len(disk_run.read("out.ndjson"))
    disk_run.disk.free()
    assert disk_run.finish() == "signal 9\n"
    out = disk_run.read("out.ndjson")
    assert len(out) > before
    assert out == printed(700 * KIB)[:len(out)]


def test_a_folder_removed_under_the_shim_does_not_keep_it(run):
    run.start("sh", "-c", 'echo up; while [ ! -e "$1" ]; do sleep 0.05; done', "sh",
              str(run.base / "go"))
    run.wait_out(b"up\n")
    for name in os.listdir(run.folder):
        (run.folder / name).unlink()
    run.folder.rmdir()
    (run.base / "go").touch()
    run.finish()
    assert run.shim.returncode == 0
