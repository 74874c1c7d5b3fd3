"""What Postgres holds that nobody needs any more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sinks.sql import Pool, queries

PAGE = 1_000
"""So many rows one statement changes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """In days. The shortest of a report's channel and category holds, else the usual one."""

    usual: int
    channels: Mapping[str, int]
    categories: Mapping[str, int]

    @property
    def columns(self) -> tuple[object, ...]:
        """As arguments of statements."""
        names = (self.channels, self.categories)
        return self.usual, *(list(part) for days in names for part in (days.keys(), days.values()))

    @property
    def shortest(self) -> int:
        """Of all."""
        return min([self.usual, *self.channels.values(), *self.categories.values()])

    def before(self, now: datetime) -> datetime:
        """What was taken in later is not over by any of them."""
        return now - timedelta(days=self.shortest)


@dataclass(frozen=True, slots=True)
class Over:
    """A report whose time is over. `keys` are those of its incident and of the one that it came to first."""

    channel: str
    id: str
    keys: tuple[str, str]


class RetentionDesk:
    """Finds what is over, and removes what lies nowhere else. It names nobody."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def over(self, terms: Terms, now: datetime, most: int) -> list[Over]:
        """Reports of closed incidents, those first that were taken in first."""
        rows = await self._pool.fetch(self._sql["reports_over"], now, *terms.columns, most, terms.before(now))
        return [Over(row["channel"], row["id"], (row["key"], row["founded_in"])) for row in rows]

    async def open(self, terms: Terms, now: datetime) -> int:
        """How many are over and stay, since their incident is open."""
        number: int = await self._pool.fetchval(
            self._sql["reports_over_and_open"], now, *terms.columns, terms.before(now)
        )
        return number

    async def rejections(self, before: datetime, most: int) -> int:
        """What was refused before that moment holds its bytes no more; how many."""
        return await self._pages(self._sql["expire_rejections"], before, most=most)

    async def occurrences(self, before: datetime, most: int) -> int:
        """What is still remembered for storms of before that moment names nobody more."""
        return await self._pages(self._sql["unname_occurrences"], before, most=most)

    async def retire_keys(self, before: datetime, now: datetime, most: int) -> int:
        """Keys made before that moment, of citizens of whom no words are left, name nobody any more.

        They are not deleted yet: what is on its way was sealed with them.
        """
        # All at once: most of those that are looked at stay, and each page would look at them again.
        return _number(await self._pool.execute(self._sql["retire_keys"], before, now, most))

    async def retired_keys(self, before: datetime, most: int) -> list[UUID]:
        """Those that were retired before that moment."""
        found = await self._pool.fetch(self._sql["retired_keys"], before, most)
        return [row["id"] for row in found]

    async def destroy_keys(self, keys: Sequence[UUID], now: datetime) -> None:
        """These; Kafka has heard of it."""
        await self._pool.execute(self._sql["destroy_keys"], list(keys), now)

    async def named_photos(self, since: datetime, asked: Collection[str]) -> Collection[str]:
        """Of these hashes those that younger reports and fixes name."""
        found = await self._pool.fetch(self._sql["photos_named_since"], since, list(asked))
        return {row["sha256"] for row in found}

    async def _pages(self, statement: str, *arguments: object, most: int) -> int:
        done = 0
        while done < most:
            limit = min(PAGE, most - done)
            number = _number(await self._pool.execute(statement, *arguments, limit))
            done += number
            if number < limit:
                break
        return done


def _number(status: str) -> int:
    """Of the rows that a statement changed."""
    return int(status.rsplit(maxsplit=1)[-1])
