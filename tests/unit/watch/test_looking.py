"""Looks are taken again whatever is away; a bug is no such thing."""

import asyncio
import time

import pytest
from aiokafka.errors import KafkaConnectionError

from streams.pulse import Pulse
from streams.watch.looking import Look, Looking
from streams.watch.metrics import WatchMetrics
from tests.waiting import until


class Connection:
    dropped = 0

    async def drop(self) -> None:
        self.dropped += 1


class Sight:
    """Sees what it is told to, once each, and then nothing new."""

    def __init__(self, *outcomes: BaseException | None) -> None:
        self.outcomes = list(outcomes)
        self.seen, self.hidden = 0, 0
        self.connection = Connection()

    async def see(self) -> None:
        outcome = self.outcomes.pop(0) if self.outcomes else None
        self.seen += 1
        if outcome:
            raise outcome

    def hide(self) -> None:
        self.hidden += 1

    def look(self, within_s: float = 5) -> Look:
        return Look("lag", 0.001, within_s, self.see, self.hide, [self.connection])


def figure(metrics: WatchMetrics, name: str) -> float | None:
    return metrics.registry.get_sample_value(f"sinergi_{name}", {"look": "lag"})


async def test_what_is_away_is_counted_hides_its_figures_and_is_asked_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "streams.watch.looking")
    sight = Sight(None, KafkaConnectionError(), TimeoutError(), None)
    metrics, pulse = WatchMetrics(), Pulse()
    task = asyncio.create_task(Looking(metrics, pulse).again_and_again(sight.look()))
    await until(lambda: sight.seen > 5, "looks")
    task.cancel()
    assert figure(metrics, "look_failures_total") == 2
    assert figure(metrics, "look_success_timestamp_seconds")
    assert (sight.hidden, sight.connection.dropped) == (2, 2)
    assert caplog.text.count("no answer") == 1
    assert caplog.text.count("answered again") == 1
    assert "lag" in pulse.last_s


async def test_a_look_that_takes_too_long_has_failed() -> None:
    class Slow(Sight):
        async def see(self) -> None:
            await asyncio.Event().wait()

    sight, metrics = Slow(), WatchMetrics()
    task = asyncio.create_task(Looking(metrics, Pulse()).again_and_again(sight.look(within_s=0.01)))
    await until(lambda: (figure(metrics, "look_failures_total") or 0) > 1, "two failures")
    task.cancel()
    assert sight.hidden > 1
    # When it was begun with, so that an alert on its age sees that it never succeeds.
    assert 0.01 < time.time() - (figure(metrics, "look_success_timestamp_seconds") or 0) < 60


async def test_a_look_that_is_slow_to_give_up_shows_nothing_meanwhile() -> None:
    let_go = asyncio.Event()

    class Stubborn(Sight):
        async def see(self) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await let_go.wait()

    sight, metrics = Stubborn(), WatchMetrics()
    task = asyncio.create_task(Looking(metrics, Pulse()).again_and_again(sight.look(within_s=0.01)))
    await until(lambda: sight.hidden > 0, "its figures to be hidden")
    assert figure(metrics, "look_failures_total") == 0
    let_go.set()
    await until(lambda: figure(metrics, "look_failures_total") > 0, "the failure to be counted")
    task.cancel()


async def test_a_bug_is_raised() -> None:
    with pytest.raises(KeyError):
        await Looking(WatchMetrics(), Pulse()).again_and_again(Sight(None, KeyError("x")).look())


async def test_the_series_of_failures_is_there_before_the_first() -> None:
    metrics, sight = WatchMetrics(), Sight()
    task = asyncio.create_task(Looking(metrics, Pulse()).again_and_again(sight.look()))
    await until(lambda: sight.seen > 0, "a look")
    task.cancel()
    assert figure(metrics, "look_failures_total") == 0
