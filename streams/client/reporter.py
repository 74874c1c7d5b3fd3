"""`Reporter`: what citizens said, from a channel's adapter to Sinergi."""

from collections.abc import Collection, Iterable, Mapping

from schemas import topics
from schemas.report import Report
from schemas.toml_source import nearest
from streams.client.brokers import Brokers
from streams.client.checking import checked
from streams.client.errors import Refused
from streams.client.outlet import WITHIN_S, Letter, Outlet, Sent


class Reporter(Outlet):
    """Publishes reports of one channel; an async context manager, and tasks may share one.

    `brokers` is `host:port`, several with commas or as a list, or a `KafkaAccess` with an account. Each call
    is over within `within_s` seconds.
    `categories`, if given, are the ids that a report may pick. The embedded broker of `sinergi up --embedded`
    needs `idempotent=False`. Entering raises `Unreachable`, and `NoTopic` for a channel that is not there.
    """

    def __init__(
        self,
        channel: str,
        *,
        brokers: Brokers,
        within_s: float = WITHIN_S,
        idempotent: bool = True,
        categories: Collection[str] | None = None,
    ) -> None:
        super().__init__(topics.reports(channel), brokers=brokers, within_s=within_s, idempotent=idempotent)
        self._categories = categories

    async def publish(self, report: Report | Mapping[str, object], *, traceparent: str | None = None) -> Sent:
        """One report, as a `Report` or its fields; back once Kafka has it on all replicas in sync.

        `traceparent` (W3C Trace Context) makes its way through Sinergi a part of your trace.
        Raises `Refused` before anything is sent, with field and reason; `Unreachable` when the time is over:
        then send the very same again, it counts once.
        """
        [sent] = await self.send([self._letter(report, traceparent)])
        return sent

    async def publish_all(self, reports: Iterable[Report | Mapping[str, object]]) -> tuple[Sent, ...]:
        """Several, in their order, in the time of one. Is one refused, none is sent. Raises as `publish`."""
        return await self.send([self._letter(report) for report in reports])

    def _letter(self, content: Report | Mapping[str, object], traceparent: str | None = None) -> Letter:
        found = checked(Report, content)
        category = found.message.category
        if self._categories is not None and category is not None and category not in self._categories:
            raise Refused("category", f"unknown category; {nearest(category, self._categories)}")
        return Letter(found.message.id, found.value, traceparent)
