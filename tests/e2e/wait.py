"""Waiting for states: poll a condition until a generous deadline, never sleep and hope."""

import time

SECONDS = 20
PAUSE = 0.01


def until(condition, seconds=SECONDS, what="the condition"):
    """Returns the first true value of condition(); AssertionError naming `what` at the deadline."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(PAUSE)
