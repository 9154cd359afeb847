"""The benches run: once, with the smallest counts. What they measure is not looked at."""

import os
import subprocess

import pytest

import runner

BUILD = os.environ.get("CCR_BUILD_DIR", runner.BUILD)
BENCHES = {  # each with the beginning of its first row
    "bench_start": "| submit to the agent",
    "bench_receipt": "| receipt, median",
    "bench_memory": "| daemon, RSS",
    "bench_paint": "| key behind",
}


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_prints_its_rows_and_leaves_nothing_behind(name, home):
    path = os.path.join(BUILD, "tests", "bench", name)
    if not os.path.exists(path):
        pytest.skip(f"{name} is not built")
    env = home.env(CCR_REMOTE=runner.program("CCR_REMOTE", "ccr-remote"),
                   CCR_SHIM=runner.program("CCR_SHIM", "ccr-shim"))
    said = subprocess.run([path, "1", "2"], cwd=BUILD, env=env, capture_output=True, text=True,
                          timeout=120, check=False)
    assert said.returncode == 0, said.stderr
    if not os.path.exists("/proc/self/smaps_rollup") and name == "bench_memory":
        return
    heading, _, row = said.stdout.splitlines()[:3]
    assert heading.startswith("| what |")
    assert row.startswith(BENCHES[name]) and row.endswith("| 1 |"), said.stdout
    assert os.listdir(home.tmp) == []
