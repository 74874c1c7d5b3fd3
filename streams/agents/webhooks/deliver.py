"""Postgres -> the agencies' addresses: in order of version for each incident, several incidents at a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from schemas.trace_context import TRACEPARENT, context_of
from sinks.webhooks.backoff import Backoff
from sinks.webhooks.deliveries import Deliveries, Due
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.signing import signed_headers
from sinks.webhooks.verdict import Answer, Outcome, Verdict, judge
from streams.logs import logger
from streams.metrics import WebhookMetrics
from streams.pulse import Pulse
from streams.tracing import OFF, Kind, Span, Tracing, step

Post: TypeAlias = Callable[[str, Mapping[str, str], bytes], Awaitable[Answer]]
"""One try (address, headers, body); tells how it ended."""

GONE_WHY = "the receiver says 410: it is gone"

log = logger(__name__)


class Deliver:
    """Tries what is due, at most `room` at a time for each destination.

    What is under way is remembered here alone: after a crash it is due again, with the same id. A try
    counts once it is known how it ended, so that workers that are killed use up nobody's tries.
    """

    def __init__(
        self,
        destinations: Destinations,
        deliveries: Deliveries,
        post: Post,
        metrics: WebhookMetrics,
        *,
        backoff: Backoff,
        room: int,
        poll_s: float,
        arrived: asyncio.Event,
        pulse: Pulse,
        chance: Callable[[], float],
        tracing: Tracing = OFF,
    ) -> None:
        self._destinations = destinations
        self._deliveries = deliveries
        self._post = post
        self._metrics = metrics
        self._backoff = backoff
        self._room = room
        self._poll_s = poll_s
        self._arrived = arrived
        self._pulse = pulse
        self._chance = chance
        self._tracing = tracing
        self._busy: dict[int, int] = {}

    async def run(self) -> None:
        """Without end. Raises what Postgres raises."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._arrived.clear()
                for due in await self._deliveries.due(self._busy, self._room):
                    self._busy[due.position] = due.webhook
                    group.create_task(self._try(due))
                self._pulse.beat("deliver")
                await self._moment()

    async def _moment(self) -> None:
        """Until something came in or was finished, or a while has passed: waits end, and people resend."""
        try:
            async with asyncio.timeout(self._poll_s):
                await self._arrived.wait()
        except TimeoutError:
            return

    async def _try(self, due: Due) -> None:
        span = self._begun(due)
        answer = await self._attempt(due, span)
        verdict = judge(answer, self._backoff, tries=due.tries + 1, chance=self._chance())
        if span:
            self._end(span, answer, verdict)
        if verdict.outcome is Outcome.GONE and await self._destinations.disable(due.webhook, GONE_WHY):
            log.error("a webhook is disabled", agency=due.agency, why=GONE_WHY)
        await self._deliveries.settle(due, answer, verdict)
        self._metrics.tries.labels(due.agency, verdict.outcome.value).inc()
        if verdict.outcome is Outcome.FAILED:
            self._tell(due, answer)
        del self._busy[due.position]
        self._arrived.set()

    async def _attempt(self, due: Due, span: Span | None) -> Answer:
        """How one try ended. A fault that one receiver brings out must not end the worker of all."""
        try:
            signed = signed_headers(due.secrets, due.id, int(time.time()), due.body)
            traced = {TRACEPARENT: str(span.context)} if span else {}
            return await self._post(due.url, {**dict(due.headers), **signed, **traced}, due.body)
        except Exception as error:
            kind = type(error).__name__
            log.exception("a fault of ours counts as a failed try", dispatch_id=due.id, agency=due.agency)
            return Answer(None, f"a fault of ours: {kind}")

    def _begun(self, due: Due) -> Span | None:
        """The span of a try, if the dispatch is traced. Whereto it goes is not said."""
        came = context_of(dict(due.headers).get(TRACEPARENT)) if self._tracing.on else None
        if not (came and came.sampled):
            return None
        said = {"http.request.method": "POST", "sinergi.agency": due.agency, "cloudevents.event_id": due.id}
        return step(came, "deliver", Kind.CLIENT, time.time_ns(), {**said, "sinergi.tries": due.tries + 1})

    def _end(self, span: Span, answer: Answer, verdict: Verdict) -> None:
        span.attributes["sinergi.outcome"] = verdict.outcome.value
        if answer.status is not None:
            span.attributes["http.response.status_code"] = answer.status
        span.fault = None if verdict.outcome is Outcome.DELIVERED else verdict.outcome.value
        self._tracing.end(span)

    def _tell(self, due: Due, answer: Answer) -> None:
        log.error(
            "a delivery is given up",
            dispatch_id=due.id,
            agency=due.agency,
            host=urlsplit(due.url).hostname,
            tries=due.tries + 1,
            why=answer.reason,
        )
