"""ccr-shim, the way in: in.ndjson, fed, eof and the agent's stdin."""

import os
import signal

from shim_run import run  # noqa: F401

MIB = 1024 * 1024

# Reads one byte of each line, prints what fed says by then, then reads on.
WITNESS = """
import os, sys
fed = sys.argv[1]
while True:
    byte = os.read(0, 1)
    if not byte:
        break
    with open(fed, "rb") as file:
        seen = int.from_bytes(file.read(), "little")
    line = byte
    while not line.endswith(b"\\n"):
        line += os.read(0, 1)
    os.write(1, b"%d\\n" % seen)
"""

SLOW = """
import os, time
while True:
    data = os.read(0, 3001)
    if not data:
        break
    time.sleep(0.0005)
    os.write(1, data)
"""

CLOSES_STDIN = """
import os, sys, time
os.close(0)
os.write(1, b"deaf\\n")
while not os.path.exists(sys.argv[1]):
    time.sleep(0.005)
os.write(1, b"still talking\\n")
"""

INTERRUPTED = """
import os, signal, time
def note(*_):
    os.write(1, b"interrupted\\n")
    os._exit(0)
signal.signal(signal.SIGINT, note)
os.write(1, b"ready\\n")
while True:
    time.sleep(60)
"""


def numbered_lines(count, size):
    return b"".join(b"%06d" % i + b"x" * (size - 7) + b"\n" for i in range(count))


def test_lines_written_before_the_start_are_fed_without_a_poke(run):
    run.put(b"one\ntwo\n")
    run.start("cat")
    run.wait_out(b"one\ntwo\n")
    assert run.fed() == 8


def test_a_poke_makes_the_shim_look(run):
    run.start("cat")
    run.feed(b"one\n")
    run.wait_out(b"one\n")
    run.feed(b"two\n")
    run.wait_out(b"one\ntwo\n")


def test_many_pokes_feed_a_line_once(run):
    run.put(b"one\n")
    run.start("cat")
    for _ in range(50):
        run.poke()
    run.feed(b"two\n")
    assert run.end() == "exit 0\n"
    assert run.read("out.ndjson") == b"one\ntwo\n"


def test_a_torn_line_waits_for_its_end(run):
    run.start("cat")
    run.feed(b"one\nto")
    run.look_done()
    run.wait_out(b"one\n")
    assert run.fed() == 4
    run.feed(b"rn\n")
    run.wait_out(b"one\ntorn\n")
    assert run.fed() == 9


def test_a_torn_line_may_be_written_again_at_its_place(run):
    run.start("cat")
    run.feed(b"one\nto")
    run.look_done()
    run.put(b"one\ntorn\n", offset=0)
    run.poke()
    run.wait_out(b"one\ntorn\n")


def test_nothing_at_or_behind_a_nul_is_there_yet(run):
    run.start("cat")
    run.feed(b"one\n" + bytes(4) + b"three\n")
    run.look_done()
    assert run.fed() == 4
    run.put(b"two", offset=4)
    run.look_done()
    assert run.fed() == 4
    run.wait_out(b"one\n")
    run.put(b"\n", offset=7)
    run.poke()
    run.wait_out(b"one\ntwo\nthree\n")
    assert run.fed() == 14


def test_fed_is_ahead_of_each_line_s_first_byte(run):
    run.start_python(WITNESS, str(run.folder / "fed"))
    expected = b""
    for i in range(1, 101):
        run.feed(b"12345678\n")
        expected += b"%d\n" % (i * 9)
        run.wait_out(expected)


def test_fed_names_the_line_in_the_pipe_and_no_further_one(run):
    line = b"x" * (200 * 1024) + b"\n"
    run.start("cat")
    run.feed(b"up\n")
    run.wait_out(b"up\n")
    os.kill(run.agent_pid(), signal.SIGSTOP)
    run.feed(line + b"next\n")
    run.look_done()
    assert run.fed() == 3 + len(line)
    run.end_input()
    run.look_done()
    assert run.fed() == 3 + len(line)
    os.kill(run.agent_pid(), signal.SIGCONT)
    assert run.finish() == "exit 0\n"
    assert run.fed() == 3 + len(line) + 5
    assert run.read("out.ndjson") == b"up\n" + line + b"next\n"


def test_a_slow_reader_gets_everything_in_order(run):
    data = numbered_lines(400, 3000)
    run.start_python(SLOW)
    run.feed(data)
    assert run.end() == "exit 0\n"
    assert run.read("out.ndjson") == data


def test_a_line_of_one_mebibyte_passes(run):
    data = b"a" * MIB + b"\n" + b"b\n"
    run.start("cat")
    run.feed(data)
    assert run.end() == "exit 0\n"
    assert run.read("out.ndjson") == data
    assert run.fed() == len(data)


def test_a_longer_line_is_not_fed_and_ends_the_run_as_failed(run):
    run.start_python(INTERRUPTED)
    run.wait_out(b"ready\n")
    run.feed(b"ok\n" + b"a" * (MIB + 1) + b"\nlater\n")
    line = "failed in.ndjson: the line at byte 3 is longer than 1 MiB\n"
    assert run.finish() == line
    assert run.fed() == 3
    assert run.read("out.ndjson") == b"ready\ninterrupted\n"
    assert b"in.ndjson: the line at byte 3 is longer than 1 MiB\n" in run.read("err.log")


def test_eof_closes_the_agent_s_stdin(run):
    run.start("cat")
    run.feed(b"one\n")
    run.wait_out(b"one\n")
    assert run.end() == "exit 0\n"


def test_eof_may_be_there_before_the_start(run):
    run.put(b"one\n")
    (run.folder / "eof").touch()
    run.start("cat")
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"one\n"


def test_eof_waits_for_a_torn_line(run):
    run.start("cat")
    run.feed(b"one\nto")
    run.wait_out(b"one\n")
    run.end_input()
    run.look_done()
    run.feed(b"rn\n")
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"one\ntorn\n"


def test_eof_waits_for_a_hole_to_be_filled(run):
    run.put(b"one\n" + bytes(4))
    run.start("cat")
    run.wait_out(b"one\n")
    run.end_input()
    run.look_done()
    run.put(b"two\n", offset=4)
    run.poke()
    assert run.finish() == "exit 0\n"
    assert run.read("out.ndjson") == b"one\ntwo\n"


def test_an_agent_that_closes_its_stdin_is_still_heard(run):
    go = run.base / "go"
    run.start_python(CLOSES_STDIN, str(go))
    run.wait_out(b"deaf\n")
    run.feed(b"one\n")
    run.look_done()
    assert run.fed() == 4
    run.feed(b"two\n")
    run.look_done()
    go.touch()
    assert run.finish() == "exit 0\n"
    assert run.fed() == 4
    assert run.read("out.ndjson") == b"deaf\nstill talking\n"


def test_in_ndjson_and_eof_are_never_written_by_the_shim(run):
    run.put(b"one\n")
    run.start("cat")
    run.wait_out(b"one\n")
    assert run.end() == "exit 0\n"
    assert run.read("in.ndjson") == b"one\n"
    assert run.read("eof") == b""
