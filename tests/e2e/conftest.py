"""Fixtures of the end-to-end tests. Each noun has its own module; here they are put together."""

import os
import socket
import warnings

import pytest

import agents
import api as api_module
import ccr as ccr_module
import claude as claude_module
import home as home_module
import process
import runner
import tools
import wait


def pytest_generate_tests(metafunc):
    """CLAUDE_VERSIONS="2.1.100 2.1.197 latest" runs every test of the CLI with each of them."""
    if "claude_version" in metafunc.fixturenames:
        versions = os.environ.get("CLAUDE_VERSIONS", agents.DEFAULT).split()
        metafunc.parametrize("claude_version", versions, scope="session")


@pytest.fixture
def until():
    return wait.until


@pytest.fixture
def processes():
    everything = process.Processes()
    yield everything
    everything.end()


@pytest.fixture
def home():
    private = home_module.Home()
    yield private
    private.remove()


@pytest.fixture
def api():
    with api_module.Api() as server:
        yield server
    assert server.violations == []


@pytest.fixture
def env(home, api):
    """The exact environment of a program that talks to the stand-in API."""
    return home.env(api.url)


@pytest.fixture(scope="session")
def agent(claude_version):
    """The real CLI; skips loudly without it, fails with CCR_REQUIRE_REAL=1."""
    try:
        return agents.find(claude_version)
    except agents.Unavailable as error:
        if os.environ.get("CCR_REQUIRE_REAL") == "1":
            pytest.fail(f"no real CLI {claude_version}: {error}")
        warnings.warn(f"NOT TESTED against the real CLI {claude_version}: {error}")
        pytest.skip(f"no real CLI {claude_version}: {error}")


@pytest.fixture
def claude(home, api, processes, agent):
    return claude_module.Cli(agent, home, api, processes)


@pytest.fixture
def sleeper(home):
    """A tool that runs until it is ended, at the latest with the test."""
    tool = tools.Sleeper(home.root)
    yield tool
    tool.end()


@pytest.fixture
def waiter(home):
    """A tool that runs until the test lets it end."""
    tool = tools.Waiter(home.root)
    yield tool
    tool.open()


@pytest.fixture
def ccr(home, processes):
    """The client with a home of its own, and hosts that are played by a script."""
    return ccr_module.Ccr(home, processes)


@pytest.fixture
def closed_port():
    """A port of this machine that refuses connections: bound, and nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def away(ccr, closed_port):
    """A host that cannot be reached."""
    assert ccr("host", "add", "away", "nobody@127.0.0.1", "--port", str(closed_port)).status == 0
    return "away"


@pytest.fixture
def host(home, api, agent):
    """A daemon of this build in a home of its own, with the real CLI."""
    machine = runner.Host(home, api, agent)
    yield machine
    machine.end()


@pytest.fixture
def link(host):
    """A connection to that daemon."""
    return host.link()
