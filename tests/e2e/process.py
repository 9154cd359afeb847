"""Child processes with deadlines: lines read as they come, everything ended by pid at the end."""

import os
import signal
import subprocess
import threading
import time

import wait


class Process:
    """A program with its stdin and stdout as pipes (`stdin`, `lines`), stderr collected in a file.

    Lines of stdout are read by a thread into `lines` as they come, so a full pipe never blocks the
    program; pass read=False to leave stdout alone (`pipe` is the open file then).
    """

    NOISE = None  # lines beginning so are left out when a failure shows the last lines

    def __init__(self, argv, env, cwd, stderr_path, read=True, pass_fds=()):
        self._stderr_path = stderr_path
        with open(stderr_path, "ab") as stderr:
            self._popen = subprocess.Popen(argv, env=env, cwd=cwd, stdin=subprocess.PIPE,
                                           stdout=subprocess.PIPE, stderr=stderr,
                                           start_new_session=True, pass_fds=pass_fds)
        self.pid = self._popen.pid
        self.stdin = self._popen.stdin
        self.pipe = self._popen.stdout
        self.lines = []
        self._grew = threading.Condition()
        self._ended = False
        self._reader = None
        if read:
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()

    def write(self, data):
        """Writes bytes to stdin at once."""
        self.stdin.write(data)
        self.stdin.flush()

    def close_stdin(self):
        if not self.stdin.closed:
            try:
                self.stdin.close()
            except BrokenPipeError:
                pass

    def stderr(self):
        with open(self._stderr_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def is_running(self):
        return self._popen.poll() is None

    def wait_line(self, condition, start=0, seconds=wait.SECONDS, what="a line"):
        """The index of the first line from `start` on that satisfies the condition.

        AssertionError at the deadline, or when stdout ended without one; it shows the last lines.
        """
        end = time.monotonic() + seconds
        with self._grew:
            index = start
            while True:
                while index < len(self.lines):
                    if condition(self.lines[index]):
                        return index
                    index += 1
                left = end - time.monotonic()
                if left <= 0 or self._ended:
                    raise AssertionError(self._missing(what, start))
                self._grew.wait(left)

    def wait_exit(self, seconds=wait.SECONDS):
        """The exit status (negative: the signal); all of stdout is in `lines` then."""
        try:
            status = self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(self._missing("the process's end", 0)) from None
        if self._reader:
            self._reader.join(seconds)
        return status

    def signal(self, number):
        self._popen.send_signal(number)

    def end(self):
        """Ends the program if it still runs, and whatever of its process group is left."""
        self.close_stdin()
        if self.is_running():
            self._popen.kill()
            self._popen.wait()
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        if self._reader:
            self._reader.join(1)
        if not self._reader or not self._reader.is_alive():
            self.pipe.close()

    def _read(self):
        for line in self.pipe:
            with self._grew:
                self.lines.append(line)
                self._grew.notify_all()
        with self._grew:
            self._ended = True
            self._grew.notify_all()

    def _missing(self, what, start):
        lines = [line for line in self.lines[start:] if not self.NOISE
                 or not line.startswith(self.NOISE)]
        tail = b"\n".join(line.rstrip()[:400] for line in lines[-12:])
        return (f"{what}: not seen; {'stdout ended' if self._ended else 'deadline'}; last lines:\n"
                f"{tail.decode(errors='replace')}\nstderr: {self.stderr()[-2000:]}")


class Processes:
    """Starts processes and ends every one of them, by pid."""

    def __init__(self):
        self._all = []

    def add(self, process):
        self._all.append(process)
        return process

    def end(self):
        for process in reversed(self._all):
            process.end()


def alive(pid):
    """Whether a process with that pid exists and is no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not os.path.exists("/proc/self/stat")
