"""What goes on for ever is ended, whatever it is busy with, and nothing after it."""

import re
import signal
from collections.abc import Callable

import pytest

from streams.agents.limited import TookTooLongError, limited

LIMIT_S = 0.05


def count() -> None:
    while True:
        pass


def match() -> None:
    re.fullmatch(r"(a+)+b", "a" * 60)


def forget_errors() -> None:
    while True:
        try:  # noqa: SIM105  As a library does it that takes every error for one of its input.
            count()
        except ValueError:
            pass


@pytest.mark.parametrize("endless", [count, match, forget_errors])
def test_it_fails_after_so_much_time_of_the_processor(endless: Callable[[], None]) -> None:
    with pytest.raises(TookTooLongError), limited(LIMIT_S):
        endless()


def test_an_error_that_python_loses_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.agents.limited.AGAIN_S", LIMIT_S)
    ended = []

    def lose() -> None:
        try:
            count()
        except TookTooLongError:
            ended.append(1)
        count()

    with pytest.raises(TookTooLongError), limited(LIMIT_S):
        lose()
    assert ended


def test_what_ends_in_time_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with limited():
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 1
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == before
