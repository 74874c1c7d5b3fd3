"""What the watch looks at, and in which figures it shows it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from math import nan

from prometheus_client import Gauge

from schemas.catalog.models import Catalog
from schemas.topics import CLASSIFIED
from sinks.audit_log import AuditLog
from sinks.postgres import Pool
from sinks.reading_watch import WatchReader
from streams.settings import WatchSettings
from streams.watch.ages import Ages
from streams.watch.audit_head import AuditHead
from streams.watch.brokers import Brokers
from streams.watch.drift import drift
from streams.watch.lag import lags, taken_in
from streams.watch.looking import Look
from streams.watch.loss import Audit
from streams.watch.metrics import WatchMetrics
from streams.watch.promises import by_step, late
from streams.watch.reach import Reach
from streams.watch.search import FETCH_BYTES
from streams.watch.silence import silences

Connect = Callable[..., AbstractAsyncContextManager[Brokers]]


class Looks:
    """One method a look. Those that ask Kafka have a connection each, since one asks one thing at a time."""

    def __init__(self, catalog: Catalog, connect: Connect, pool: Reach[Pool], metrics: WatchMetrics) -> None:
        self._catalog = catalog
        self._pool = pool
        self._metrics = metrics
        self._lag, self._silence = Reach(connect), Reach(connect)
        self._loss = Reach(partial(connect, fetch_bytes=FETCH_BYTES))
        self._unread, self._newest = Ages(), Ages()
        self._audit = Audit(catalog.channels)
        self._audit_head = AuditHead()

    def all(self, settings: WatchSettings) -> list[Look]:
        """With how often each is taken."""
        metrics, often, seldom = self._metrics, settings.every_s, settings.counts_every_s
        within_s, long_s = settings.timeout_s, settings.drift_timeout_s
        waiting = (metrics.questions, metrics.questions_oldest_s, metrics.feedback_waiting)
        noted = (metrics.audit_rows, metrics.retained_s)
        for gauge in (*waiting, *noted):
            gauge.set(nan)  # Without labels a gauge begins with 0, which nobody has seen.
        return [
            Look("lag", often, within_s, self.lag, _hide(metrics.lag, metrics.lag_s), [self._lag]),
            Look("outbox", often, within_s, self.outbox, _hide(metrics.outbox, metrics.outbox_oldest_s)),
            Look("loss", often, within_s, self.loss, _hide(metrics.lost), [self._loss]),
            Look(
                "silence", seldom, within_s, self.silence,
                _hide(metrics.silent_s, metrics.expected), [self._silence],
            ),
            Look(
                "waiting", seldom, within_s, self.waiting,
                _hide(metrics.incidents, metrics.overdue, single=waiting),
            ),
            Look("audit", seldom, within_s, self.audit, _hide(single=noted)),
            Look("drift", settings.drift_every_s, long_s, self.drift, _hide(metrics.drift)),
        ]  # fmt: skip

    async def lag(self) -> None:
        """How far processes are behind."""
        brokers, reader = await self._lag.get(), await self._reader()
        taken = await taken_in(reader, brokers.cluster)
        found = await lags(brokers, taken, self._catalog, self._unread, datetime.now(UTC))
        self._metrics.lag.clear()
        self._metrics.lag_s.clear()
        for one in found.behind:
            labels = one.process, one.topic, one.partition
            self._metrics.lag.labels(*labels).set(one.records)
            if one.oldest_s is not None:
                self._metrics.lag_s.labels(*labels).set(one.oldest_s)

    async def outbox(self) -> None:
        """What Postgres holds and Kafka has not confirmed."""
        found = await (await self._reader()).outbox()
        for gauge in (self._metrics.outbox, self._metrics.outbox_oldest_s):
            gauge.clear()
            gauge.labels(CLASSIFIED).set(0)
        for one in found:
            self._metrics.outbox.labels(one.topic).set(one.messages)
            self._metrics.outbox_oldest_s.labels(one.topic).set(one.oldest_s)

    async def loss(self) -> None:
        """Whether every record became something."""
        found = await self._audit.look(await self._loss.get(), await self._pool.get())
        for channel, missing in found.missing.items():
            self._metrics.lost.labels(channel).set(missing)
            self._metrics.audited.labels(channel).inc(found.audited.get(channel, 0))

    async def silence(self) -> None:
        """Whether channels are as talkative as they use to be."""
        brokers, reader = await self._silence.get(), await self._reader()
        found = await silences(brokers, reader, self._catalog.channels, self._newest, datetime.now(UTC))
        self._metrics.silent_s.clear()
        self._metrics.expected.clear()
        for one in found:
            self._metrics.silent_s.labels(one.channel).set(one.silent_s)
            self._metrics.expected.labels(one.channel).set(one.expected)

    async def waiting(self) -> None:
        """What waits for people: operators, reporters, agencies."""
        reader = await self._reader()
        questions, withheld, works = await reader.questions(), await reader.withheld(), await reader.works()
        self._metrics.questions.set(questions.open)
        self._metrics.questions_oldest_s.set(questions.oldest_s)
        self._metrics.feedback_waiting.set(withheld)
        self._metrics.incidents.clear()
        self._metrics.overdue.clear()
        for labels, incidents in by_step(works).items():
            self._metrics.incidents.labels(*labels).set(incidents)
        for agency, incidents in late(works).items():
            self._metrics.overdue.labels(agency).set(incidents)

    async def audit(self) -> None:
        """Whether the audit log only grows, and what was kept long enough is removed."""
        newest, cut = await self._audit_head.look(AuditLog(await self._pool.get()))
        self._metrics.audit_cuts.inc(cut)
        self._metrics.audit_rows.set(newest.head.number)
        self._metrics.retained_s.set(nan if newest.retained_s is None else newest.retained_s)

    async def drift(self) -> None:
        """Whether triage is as sure as it used to be."""
        found = {one.channel: drift(one) for one in await (await self._reader()).confidences()}
        self._metrics.drift.clear()
        for channel, index in found.items():
            if index is not None:
                self._metrics.drift.labels(channel).set(index)

    async def _reader(self) -> WatchReader:
        return WatchReader(await self._pool.get())


def _hide(*gauges: Gauge, single: Sequence[Gauge] = ()) -> Callable[[], None]:
    """Shows none of these; those without labels, which cannot be taken away, as no number."""

    def hide() -> None:
        for gauge in gauges:
            gauge.clear()
        for gauge in single:
            gauge.set(nan)

    return hide
