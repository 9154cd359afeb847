"""A real sshd on a free port of 127.0.0.1, with keys, users' files and logs of its own.

Nothing of the machine's ~/.ssh or /etc/ssh is read or written, with one exception: sshd run by
root insists on its privilege separation folder, which is made when it is missing. It stays: another
test's server may have begun to use it.
"""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import time

SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin")
SEPARATION = pathlib.Path("/run/sshd")
DEADLINE = 20


def make_key(path, kind="ed25519", passphrase=""):
    """A key pair at path and path.pub; the path."""
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", path.name, "-f", path],
                   check=True, stdin=subprocess.DEVNULL)
    return path


def fingerprint(public):
    """"SHA256:..." of a public key file."""
    out = subprocess.run(["ssh-keygen", "-lf", public], check=True, capture_output=True, text=True)
    return out.stdout.split()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid):
    """All processes below pid."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                child = int(stat.parent.name)
                found += [child] + children_of(child)
    return found


class Sshd:
    """One server. `home` is the login's HOME, which starts empty but for .ssh.

    options are lines of sshd_config that come first, and so win. noise is printed by a shell rc
    file before any command's output. path is the command's PATH (None: sshd's own).
    """

    def __init__(self, folder, options="", noise="", path=None, key_kinds=("ed25519",)):
        self.folder = pathlib.Path(folder)
        self.home = self.folder / "home"
        (self.home / ".ssh").mkdir(parents=True, mode=0o700)
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self.port = 0
        self.process = None
        self.log = self.folder / "sshd.log"
        self.host_keys = [make_key(self.folder / f"host_{kind}", kind) for kind in key_kinds]
        self.authorized = self.folder / "authorized_keys"
        self.authorized.touch(mode=0o600)
        self.options = options
        self.noise = noise
        self.path = path

    def wrapper(self):
        """Prints the noise, as a chatty shell rc file does, then runs the command."""
        path = self.folder / "wrapper"
        path.write_text(f"""#!/bin/sh
printf '%s\\n' '{self.noise}'
exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"
""")
        path.chmod(0o755)
        return path

    def config(self):
        keys = "\n".join(f"HostKey {key}" for key in self.host_keys)
        path = self.folder / "sshd_config"
        noise = f"ForceCommand {self.wrapper()}" if self.noise else ""
        environment = f'"HOME={self.home}"' + (f' "PATH={self.path}"' if self.path else "")
        path.write_text(f"""{self.options}
ListenAddress 127.0.0.1:{self.port}
{keys}
AuthorizedKeysFile {self.authorized}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
LogLevel VERBOSE
MaxStartups 100
SetEnv {environment}
{noise}
""")
        return path

    def start(self):
        if os.getuid() == 0 and not SEPARATION.exists():
            SEPARATION.mkdir(mode=0o755, exist_ok=True)
        for _ in range(5):  # somebody else may take the port meanwhile
            self.port = free_port()
            self.process = subprocess.Popen([SSHD, "-D", "-f", self.config(), "-E", self.log],
                                            stdin=subprocess.DEVNULL)
            if self.wait_until_it_listens():
                return self
        raise AssertionError(f"sshd does not start: {self.log.read_text()}")

    def wait_until_it_listens(self):
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return True
            time.sleep(0.02)
        return False

    def sessions(self):
        """Process ids of the connections' servers, not of what they run."""
        found = []
        for pid in children_of(self.process.pid):
            with contextlib.suppress(OSError):  # it may have ended meanwhile
                if pathlib.Path(f"/proc/{pid}/comm").read_text().strip().startswith("sshd"):
                    found.append(pid)
        return found

    def stop(self):
        if self.process is None:
            return
        pids = children_of(self.process.pid)
        self.process.terminate()
        self.process.wait(DEADLINE)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def authorize(self, public, options=""):
        with self.authorized.open("a") as file:
            file.write((options + " " if options else "") + public.read_text())

    def known_line(self, name=None, key=0, marker=""):
        """A known_hosts line of a host key."""
        kind, blob = self.host_keys[key].with_suffix(".pub").read_text().split()[:2]
        return f"{marker}{name or f'[127.0.0.1]:{self.port}'} {kind} {blob}\n"


class Agent:
    """A private ssh-agent."""

    def __init__(self, folder):
        self.socket = pathlib.Path(folder) / "agent"
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(["ssh-agent", "-D", "-a", self.socket],
                                        stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + DEADLINE
        while not self.socket.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return self

    def add(self, key):
        subprocess.run(["ssh-add", "-q", key], check=True, stdin=subprocess.DEVNULL,
                       env={**os.environ, "SSH_AUTH_SOCK": str(self.socket)})

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(DEADLINE)
