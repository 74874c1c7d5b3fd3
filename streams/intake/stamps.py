"""Which report a request is: a new one, or one that came before and may not be known to be in Kafka."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sinks.intake_requests import IntakeRequests
from streams.connections import AWAY
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.http.lately import Lately
from streams.http.running import running
from streams.logs import logger
from streams.logs.error_words import words
from streams.speakers.numbers import new_id

UNSETTLED_MAX = 10_000
"""So many requests that failed are remembered; of more the one that came longest ago is forgotten."""
FORGET_EVERY_S = 3_600.0
_UNTOLD = ("api_key",)

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a report the same report: its id, and the moment at which it was first sent."""

    id: str
    at: datetime
    published: bool = False


class Stamps:
    """Stamps of requests.

    One that comes with an Idempotency-Key has its stamp in Postgres. One without keeps its stamp in memory
    until Kafka is known to have the report: until then the same form is the same report.
    """

    def __init__(self, store: IntakeRequests, secret: bytes, remembered_days: int) -> None:
        self._store = store
        self._secret = secret
        self._remembered_days = remembered_days
        self._unsettled: Lately[tuple[str, bytes], Stamp] = Lately(UNSETTLED_MAX)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Forget old keys until the end of the block."""
        async with running(self._forget(), "old idempotency keys"):
            yield

    async def stamp(self, channel: str, form: Form, key: str | None, now: datetime) -> Stamp:
        """The stamp of a request. Raises `Fault` if its key stands for another one."""
        fingerprint = self._fingerprint(form)
        fresh = Stamp(new_id(), now)
        if key is None:
            return self._unsettled.of((channel, fingerprint), lambda: fresh)
        with asking():
            claimed = await self._store.claim(channel, key, fingerprint, fresh.id, fresh.at)
        if not hmac.compare_digest(claimed.fingerprint, fingerprint):
            raise Fault(422, "other_content")
        return Stamp(claimed.report_id, claimed.reported_at, claimed.published)

    async def settle(self, channel: str, form: Form, key: str | None) -> None:
        """Kafka has the report."""
        if key is None:
            self._unsettled.forget((channel, self._fingerprint(form)))
            return
        try:
            await self._store.published(channel, key)
        except AWAY as error:
            # The report is taken in all the same: a repetition only sends the same record again.
            log.warning("it could not be noted that a request was published", error=words(error))

    def _fingerprint(self, form: Form) -> bytes:
        told = sorted((name, values) for name, values in form.fields.items() if name not in _UNTOLD)
        return hmac.digest(self._secret, repr(told).encode(), hashlib.sha256)

    async def _forget(self) -> None:
        while True:
            try:
                await self._store.forget(self._remembered_days)
            except AWAY as error:
                log.warning("old idempotency keys could not be deleted", error=words(error))
            await asyncio.sleep(FORGET_EVERY_S)
