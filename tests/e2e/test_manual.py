"""The manual pages: as the client's tables are now, and as mandoc wants them."""

import os
import subprocess

import pytest

DOC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "doc")


@pytest.mark.parametrize("page", ["ccr.1", "ccr.5"])
def test_the_committed_page_is_what_the_client_prints(ccr, page):
    with open(os.path.join(DOC, page), encoding="utf-8") as file:
        assert ccr("man", page).out == file.read(), "make update-manual"


@pytest.mark.parametrize("page", ["ccr.1", "ccr.5", "ccr-remote.1"])
def test_mandoc_finds_nothing_wrong(page):
    try:
        done = subprocess.run(["mandoc", "-Tlint", "-Wstyle", os.path.join(DOC, page)], text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        pytest.skip("no mandoc here")
    wrong = [line for line in done.stdout.splitlines() if "referenced manual not found" not in line]
    assert wrong == []


def test_every_verb_setting_and_status_is_in_the_manual(ccr):
    with open(os.path.join(DOC, "ccr.1"), encoding="utf-8") as file:
        page = file.read()
    for verb in ("prompt", "watch", "outbox move", "host trust", "config unset"):
        assert f".It Cm {verb}" in page
    for status in ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"):
        assert f".It {status}\n" in page
    assert "Cm man" not in page
    with open(os.path.join(DOC, "ccr.5"), encoding="utf-8") as file:
        page = file.read()
    for row in ccr("config", "list", "--json").json():
        assert f".It Va {row['name']}\n" in page


def test_an_unknown_page_is_wrong_usage(ccr):
    assert ccr("man", "ccr.7").status == 2
