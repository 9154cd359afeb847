"""Doctor, the configuration and the profiles of hosts."""

import os
import subprocess

import pytest

import ccr as ccr_module
from objects import result, task


def test_doctor_says_what_passes_and_what_fails(ccr):
    checks = [{"name": "claude", "state": "pass", "text": "2.1.197"},
              {"name": "space", "state": "warn", "text": "little", "next": "free some"}]
    fake = ccr.fake(answers={"host/check": [result({"checks": checks})]})
    done = ccr("doctor", "fake")
    assert done.status == 0 and "PASS claude" in done.out and "WARN space: little\n     free some" in done.out, done
    rows = ccr("doctor", "--json", "-H", "fake").json()
    assert {row["state"] for row in rows} == {"pass", "warn"} and rows[-1]["next"] == "free some"
    checks[1]["state"] = "fail"
    fake.write(answers={"host/check": [result({"checks": checks})]})
    assert ccr("doctor", "fake").status == 1


def test_doctor_names_the_failure_of_the_connection(ccr, away):
    done = ccr("doctor", away)
    assert done.status == 3 and "FAIL connection" in done.out and done.err == "", done
    ccr.fake(line="ccr-remote 2 9.9.9+1\n")
    assert ccr("doctor", "fake").status == 6


def test_doctor_looks_at_the_configuration(ccr):
    path = os.path.join(ccr.home.xdg["XDG_CONFIG_HOME"], "ccr", "config")
    ccr.fake(answers={"host/check": [result({"checks": []})]})
    with open(path, "a", encoding="utf-8") as file:
        file.write("[queue]\nslots = many\n[quue]\nslots = 3\n")
    done = ccr("doctor", "fake")
    assert done.status == 1 and "FAIL configuration: queue.slots" in done.out and "WARN configuration: quue" in done.out


def test_a_configuration_that_cannot_be_read(ccr):
    path = os.path.join(ccr.home.xdg["XDG_CONFIG_HOME"], "ccr")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "config"), "w", encoding="utf-8") as file:
        file.write("[queue\n")
    done = ccr("tasks")
    assert done.status == 2 and os.path.join(path, "config") in done.err, done
    assert ccr("help").status == 0 and ccr("--version").status == 0


def test_settings_are_set_got_listed_and_unset(ccr):
    assert ccr("config", "get", "queue.slots").out == "8\n"
    assert ccr("config", "set", "queue.slots", "3").status == 0
    assert ccr("config", "get", "queue.slots").out == "3\n"
    assert {"name": "queue.slots", "value": "3", "set": True} in ccr("config", "list", "--json").json()
    assert ccr("config", "unset", "queue.slots").status == 0 and ccr("config", "get", "queue.slots").out == "8\n"
    assert ccr("config", "get", "default.model").status == 5
    other = os.path.join(ccr.home.root, "other")
    assert ccr("config", "set", "default.model", "m", CCR_CONFIG=other).status == 0 and os.path.exists(other)


def test_hosts_are_added_listed_and_removed(ccr):
    assert ccr("host", "add", "mini", "me@10.0.0.7", "--port", "2222", "--identity", "~/.ssh/k", "--jump", "gate").status == 0
    assert ccr("host", "add", "mini", "x").status == 9
    mini = ccr("host", "list", "--json").json()[1]
    assert mini["address"] == "me@10.0.0.7" and mini["port"] == 2222 and mini["jump"] == "gate"
    assert mini["identity"] == os.path.join(ccr.home.home, ".ssh/k")
    assert ccr("host", "remove", "mini").status == 0 and ccr("host", "remove", "mini").status == 5
    assert ccr("host", "trust", "mini", "SHA256:x").status == 5


def test_output_that_cannot_be_written_is_no_success(ccr):
    ccr.fake(answers={"task/list": [result({"tasks": [task()]})]})
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([ccr_module.program(), "-H", "fake", "tasks"], env=ccr.env, stdout=full,
                              stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and b"stdout" in done.stderr
