"""Where words are found: in every table and topic, and in what workers logged."""

from collections.abc import Iterable, Mapping

from schemas.topics import CLASSIFIED
from tests.e2e.city import City
from tests.e2e.logs import Logs
from tests.e2e.servers import REAL_KAFKA


async def found(words: Iterable[str], city: City) -> list[str]:
    """Anywhere in a city."""
    logs = {worker.name: worker.log.read_text() for worker in city.workers}
    # On a broker that removes nothing only what is ours is looked through.
    of_topics = await topics(city, ("",) if REAL_KAFKA else (CLASSIFIED,))
    return within(words, {**await tables(city), **of_topics, **logs})


async def tables(city: City) -> dict[str, str]:
    """Every row of every table, bytes as hexadecimal."""
    every = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    return {name: str(await city.rows(f"select t::text from {name} t")) for (name,) in await city.rows(every)}


async def topics(city: City, prefixes: tuple[str, ...]) -> dict[str, str]:
    """All that lies on those whose names begin so, keys and headers too."""
    async with Logs(city.settings.kafka.brokers, prefixes) as logs:
        await logs.catch_up()
    return {
        topic: "".join(f"{one.key!r}{one.value!r}{one.headers!r}" for one in records)
        for topic, records in logs.records.items()
    }


def within(words: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """In texts by name, also where they are written in hexadecimal."""
    return [
        f"{word} in {name}"
        for name, text in texts.items()
        for word in words
        if word in text or word.encode().hex() in text
    ]
