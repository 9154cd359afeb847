"""Finds or installs the real Claude Code CLI at an exact version, for the tests alone.

`python3 agents.py VERSION` installs it and prints the path of its executable. Versions live side by
side in .agents/<version>/ beside this file; nothing else of the machine is touched. CCR_CLAUDE=PATH
in the environment takes that program instead, whatever its version.
"""

import fcntl
import os
import platform
import shutil
import subprocess
import sys

PACKAGE = "@anthropic-ai/claude-code"
DEFAULT = "2.1.197"
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), ".agents")
INSTALL_SECONDS = 600


class Unavailable(Exception):
    """The CLI is not here and cannot be fetched; the text says why."""


class Agent:
    """A CLI: `command`, the beginning of its argv, `version`, a tuple of numbers, and `name`."""

    def __init__(self, command, version):
        self.command = command
        self.name = version
        self.version = tuple(int(part) for part in version.split(".")[:3])


def find(version=DEFAULT):
    """The Agent of that version ("latest" is asked of the registry), installed if need be."""
    given = os.environ.get("CCR_CLAUDE")
    if given:
        return Agent([given], _version_of([given]))
    if version == "latest":
        version = _npm(["view", PACKAGE, "version"], os.curdir, 60).strip()
    folder = os.path.join(FOLDER, version)
    command = _command(folder)
    if not command:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            command = _command(folder) or _install(folder, version)
    return Agent(command, version)


def _install(folder, version):
    """Installs into a neighbour folder first, so that what is found is whole."""
    part = os.path.join(folder, "part")
    shutil.rmtree(part, ignore_errors=True)
    os.makedirs(part)
    _npm(["install", "--prefix", part, "--ignore-scripts", "--no-package-lock", "--no-audit",
          "--no-fund", "--no-save", f"{PACKAGE}@{version}"], part, INSTALL_SECONDS)
    os.rename(os.path.join(part, "node_modules"), os.path.join(folder, "node_modules"))
    shutil.rmtree(part)
    command = _command(folder)
    if not command:
        raise Unavailable(f"{PACKAGE}@{version} has no program for this machine")
    return command


def _command(folder):
    """The argv of what is installed in the folder, None if nothing is."""
    scope = os.path.join(folder, "node_modules", "@anthropic-ai")
    for suffix in _platforms():
        native = os.path.join(scope, f"claude-code-{suffix}", "claude")
        if os.access(native, os.X_OK):
            return [native]
    script = os.path.join(scope, "claude-code", "cli.js")
    node = shutil.which("node")
    return [node, script] if node and os.path.exists(script) else None


def _platforms():
    machine = "arm64" if platform.machine() in ("arm64", "aarch64") else "x64"
    if sys.platform == "darwin":
        return [f"darwin-{machine}"]
    if platform.libc_ver()[0] == "glibc":
        return [f"linux-{machine}"]
    return [f"linux-{machine}-musl"]


def _version_of(command):
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60,
                          check=False)
    if said.returncode != 0 or not said.stdout[:1].isdigit():
        raise Unavailable(f"{command[0]} --version said {said.stdout + said.stderr!r}")
    return said.stdout.split()[0]


def _npm(arguments, folder, seconds):
    npm = shutil.which("npm")
    if not npm:
        raise Unavailable("there is no npm to fetch the CLI with; CCR_CLAUDE=PATH names one")
    try:
        said = subprocess.run([npm, "--cache", os.path.join(FOLDER, "cache"), *arguments],
                              cwd=folder, capture_output=True, text=True,
                              timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"npm {arguments[0]} took more than {seconds} s") from None
    if said.returncode != 0:
        raise Unavailable(f"npm {' '.join(arguments)}: {said.stderr.strip()[-400:]}")
    return said.stdout


def main():
    try:
        print(" ".join(find(*sys.argv[1:2]).command))
    except Unavailable as error:
        sys.exit(f"agents.py: {error}")


if __name__ == "__main__":
    main()
