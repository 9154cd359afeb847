"""A small file system of a test's own, which can be filled. Needs the right to mount; skips without."""

import os
import subprocess

import pytest

CHUNK = 4096


class Small:
    """A tmpfs of so many MiB on a folder."""

    _all = {}

    def __init__(self, folder, mebibytes):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self.folder = folder
        said = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=0700", "ccr-test",
                               folder], capture_output=True, text=True, check=False)
        if said.returncode != 0:
            pytest.skip(f"a tmpfs cannot be mounted: {said.stderr.strip()}")
        self._ballast = os.path.join(folder, "ballast")
        Small._all[folder] = self

    @staticmethod
    def at(folder):
        return Small._all[folder]

    def fill(self, left=None):
        """Fills it to the last byte; with 0, empties it of what filled it."""
        if left == 0:
            self.remount("rw")
            if os.path.exists(self._ballast):
                os.unlink(self._ballast)
            return
        with open(self._ballast, "ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(CHUNK))
            except OSError:
                pass

    def remount(self, how):
        """True when it could be; "ro" fails while anything is open for writing."""
        return subprocess.run(["mount", "-o", f"remount,{how}", self.folder], check=False,
                              capture_output=True).returncode == 0

    @staticmethod
    def stalled(host):
        return any(os.path.exists(os.path.join(run, "stall")) for run in host.runs())

    def remove(self):
        subprocess.run(["umount", "-l", self.folder], check=False)
        Small._all.pop(self.folder, None)
