"""Keys and suspicions on the model of Postgres are as on the real one: the same tests for both."""

from typing import Any
from uuid import UUID

import pytest

from sinks.keyring import Key, Keyring, MissingKeysError
from sinks.suspects import Suspects, Suspicion
from tests.simulation.pool import ModelKeyring, ModelSuspects
from tests.simulation.store import ModelStore
from tests.simulation.store_scenarios import TOPIC, Run

OF_NOBODY = UUID(int=7)


def test_each_voice_has_one_key_that_is_found_by_its_id(run: Run) -> None:
    async def scenario(store: Any) -> None:
        keyring, _ = beside(store)
        kept = [
            await keyring.keep([(voice, Key.made()) for voice in voices])
            for voices in (("sorot:a", "sorot:b"), ("sorot:b", "sorot:c"))
        ]
        assert kept == [{"sorot:a", "sorot:b"}, {"sorot:c"}]
        first = await keyring.of({"sorot:a", "sorot:b"})
        again = await keyring.of({"sorot:b", "sorot:c"})
        assert again["sorot:b"] == first["sorot:b"]
        keys = {key.id: key.secret for key in (*first.values(), *again.values())}
        assert len(keys) == 3
        assert await keyring.by_id(keys.keys()) == keys
        with pytest.raises(MissingKeysError):
            await keyring.by_id({*keys, OF_NOBODY})

    run(scenario)


def test_deaths_count_for_a_record_that_is_alone_in_hand_again_and_again(run: Run) -> None:
    async def scenario(store: Any) -> None:
        _, suspects = beside(store)
        assert await suspects.of(TOPIC, 0) is None
        found = []
        for span in ((3, 6, 3), (4, 5, 1), (4, 5, 1), (5, 6, 1)):
            await suspects.note(TOPIC, 0, *span[:2], records=span[2], error="ValueError")
            found.append(await suspects.of(TOPIC, 0))
        assert found == [
            Suspicion(3, 6, 3, 1, "ValueError"),
            Suspicion(4, 5, 1, 1, "ValueError"),
            Suspicion(4, 5, 1, 2, "ValueError"),
            Suspicion(5, 6, 1, 1, "ValueError"),
        ]
        assert await suspects.of(TOPIC, 1) is None

    run(scenario)


def test_nothing_is_suspected_after_the_batch_that_set_it_aside(run: Run) -> None:
    async def scenario(store: Any) -> None:
        _, suspects = beside(store)
        claim = await store.claim(TOPIC, 0)
        for partition in (0, 1):
            await suspects.note(TOPIC, partition, 0, 1, records=1, error="ValueError")
        try:
            async with store.batch(claim, 1) as batch:
                await suspects.clear(batch)
                raise ZeroDivisionError
        except ZeroDivisionError:
            assert await suspects.of(TOPIC, 0)
        async with store.batch(claim, 1) as batch:
            await suspects.clear(batch)
        assert await suspects.of(TOPIC, 0) is None
        assert await suspects.of(TOPIC, 1)

    run(scenario)


def beside(store: Any) -> tuple[Keyring, Suspects]:
    """Of the same Postgres."""
    if isinstance(store, ModelStore):
        place = (store._world, store._database)
        return ModelKeyring(*place), ModelSuspects(*place)
    return Keyring(store._pool), Suspects(store._pool, store._cluster)
