"""A host whose agent is scripted_agent.py, and what that agent wrote down."""

import json
import os
import sys

import runner

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scripted_agent.py")


class Agent:
    command = [sys.executable, PROGRAM]


class NoApi:
    url = None


class Host(runner.Host):
    """`command` takes the place of the agent's own, such as a wrapper script with it behind."""

    def __init__(self, home, command=None, **config):
        class Chosen:
            pass
        Chosen.command = command or Agent.command
        super().__init__(home, NoApi, Chosen, **config)

    def path(self, name):
        return os.path.join(self.home.tmp, name)

    def read(self, name):
        """The lines of a file that the agent wrote; none when it is not there."""
        try:
            with open(self.path(name), encoding="utf-8") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def ran(self, uuid):
        """How often a prompt was carried out, by its uuid or by a word of it."""
        return sum(uuid in line for line in self.read("journal"))

    def argv(self):
        """The arguments of each agent that was started, in their order."""
        return [json.loads(line) for line in self.read("argv")]

    def release(self, name):
        with open(self.path(name), "w", encoding="ascii"):
            pass

    def until_ran(self, word):
        runner.wait.until(lambda: self.ran(word), what=f"{word} to be carried out")
