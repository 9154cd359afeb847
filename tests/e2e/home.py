"""A private home: every folder a program looks for, below one short path, and the environment."""

import os
import re
import shutil
import tempfile

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TERM", "LD_LIBRARY_PATH", "LSAN_OPTIONS", "ASAN_OPTIONS",
             "UBSAN_OPTIONS", "TSAN_OPTIONS", "CCR_CLAUDE")
LONG_SLUG = 200


class Home:
    """`root` holds home/, config/ (CLAUDE_CONFIG_DIR), x/ (XDG folders), tmp/ and project/.

    The root is short ("/tmp/e12ab34cd"), since the path of a unix socket must fit into about 100
    bytes; pytest's own tmp_path is not.
    """

    def __init__(self):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="e"))
        self.home = self._folder("home")
        self.config = self._folder("config")
        self.tmp = self._folder("tmp")
        self.xdg = {f"XDG_{kind}_HOME": self._folder(f"x/{kind.lower()}")
                    for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
        self.xdg["XDG_RUNTIME_DIR"] = self._folder("x/run")
        self.project = self._folder("project")

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def folder(self, name):
        """A new working folder below the root."""
        return self._folder(name)

    def env(self, api_url=None, **more):
        """The whole environment of a program: nothing of the caller's but what PASSED_ON names."""
        env = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
        env.update(self.xdg, HOME=self.home, CLAUDE_CONFIG_DIR=self.config, TMPDIR=self.tmp,
                   CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1", DISABLE_AUTOUPDATER="1")
        if api_url:
            env.update(ANTHROPIC_BASE_URL=api_url, ANTHROPIC_API_KEY="word")
        env.update(more)
        return env

    def transcript_path(self, session, project=None):
        """Where Claude Code keeps that session's transcript."""
        slug = slug_of(project or self.project)
        return os.path.join(self.config, "projects", slug, f"{session}.jsonl")

    def _folder(self, name):
        path = os.path.join(self.root, name)
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path


def slug_of(path):
    """The name of a working folder's transcript folder."""
    units = path.encode("utf-16-le", "surrogatepass")
    units = [units[i] | units[i + 1] << 8 for i in range(0, len(units), 2)]
    slug = re.sub("[^A-Za-z0-9]", "-", "".join(chr(unit) for unit in units))
    if len(slug) <= LONG_SLUG:
        return slug
    number = 0
    for unit in units:
        number = (31 * number + unit) & 0xFFFFFFFF
    if number >= 1 << 31:
        number -= 1 << 32
    return slug[:LONG_SLUG] + "-" + _base36(abs(number))


def _base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits
