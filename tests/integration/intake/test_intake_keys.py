"""Who may speak."""

import asyncio
from datetime import UTC, datetime

import pytest

from sinks.api_keys import ApiKeys
from streams.http.faults import Fault
from tests.integration.intake.conftest import Desk

pytestmark = pytest.mark.any_broker


async def test_the_intake_is_alive(desk: Desk) -> None:
    assert (await desk.client.get("/healthz/live")).json() == {"live": True}


async def test_a_key_speaks_for_its_channel_until_it_is_revoked(desk: Desk) -> None:
    store = ApiKeys(desk.pool)
    assert (await desk.here.keys.admit(desk.key)).channel == "sorot"
    [known] = await store.all()
    assert desk.key.encode() not in known.hash
    assert known.made_at < datetime.now(UTC)

    assert await store.revoke(known.id)
    await desk.here.keys._read()
    with pytest.raises(Fault, match="unknown_key"):
        await desk.here.keys.admit(desk.key)
    assert not await store.revoke("nobody")


async def test_a_key_made_just_now_is_known_at_once(desk: Desk) -> None:
    desk.here.keys._missed_s -= 1
    made = await ApiKeys(desk.pool).add("poc", "kamera")
    admitted = await asyncio.gather(*(desk.here.keys.admit(made) for _ in range(5)))
    assert {key.channel for key in admitted} == {"poc"}


async def test_a_key_that_nobody_can_look_up_may_be_one_all_the_same(desk: Desk) -> None:
    await desk.here.keys.admit(desk.key)
    await desk.here.pool.close()
    assert (await desk.here.keys.admit(desk.key)).channel == "sorot"
    desk.here.keys._missed_s -= 1
    with pytest.raises(Fault, match="not_now") as refused:
        await desk.here.keys.admit("sorot-0.made-a-moment-ago")
    assert refused.value.status == 503


async def test_too_many_requests_are_told_when_to_come_again(desk: Desk) -> None:
    desk.here.keys._missed_s -= 1
    made = await ApiKeys(desk.pool).add("sorot", "few", per_minute=1)
    await desk.here.keys.admit(made)
    with pytest.raises(Fault, match="too_many") as refused:
        await desk.here.keys.admit(made)
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
