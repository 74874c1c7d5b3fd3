"""What Postgres holds is what browsers see, whatever happens between the two."""

import asyncio
import json
import time

import psutil
import pytest

from streams.board.live.audience import ALL, Audience
from tests.integration.board.conftest import Desk
from tests.integration.board.events import Events, following
from tests.integration.board.incidents import close, open_incidents, touch
from tests.waiting import until

pytestmark = pytest.mark.any_broker

OURS = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sinergi-board'"
LISTENS = (
    "select pid from pg_stat_activity where application_name = 'sinergi-board'"
    " and (query = 'select 1' or query ilike 'listen %')"
)


OFFERED = (
    "update incidents set version = version + 1, life = jsonb_build_object('works', jsonb_build_array("
    "jsonb_build_object('agency', 'dbmsda', 'step', 'dispatched', 'at', opened_at, 'since', opened_at,"
    " 'version', 1, 'offered', $2::text[], 'overdue', '[]'::jsonb))) where id = $1"
)
DISHUB = Audience(agency="dishub")


async def rows(desk: Desk) -> dict[str, int]:
    """By id the version of each incident that an operator sees."""
    return {row["id"]: row["version"] for row in json.loads(desk.board.hub.snapshot(ALL))["rows"]}


async def kept(desk: Desk) -> dict[str, int]:
    """The same, as Postgres has it."""
    found = await desk.pool.fetch("select id, version from incidents where state = 'open'")
    return {row["id"]: row["version"] for row in found}


async def same(desk: Desk) -> bool:
    return await rows(desk) == await kept(desk)


async def test_changes_come_within_a_second_to_who_may_see_them(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani, desk.signed_in("dina", "agency", "dishub") as dina:
        [known] = await open_incidents(desk.pool, "a", 0, 0)
        await until(lambda: same(desk), "the first is there")
        snapshot = (await dina.get("/live/incidents")).json()
        assert [row["id"] for row in snapshot["rows"]] == [known]
        assert snapshot["rows"][0]["agencies"] == ["dishub"]
        async with following(ani, snapshot["mark"]) as all, following(dina, snapshot["mark"]) as own:
            await all.next()
            await own.next()
            began = time.monotonic()
            new = await open_incidents(desk.pool, "b", 1, 3)
            found = await all.until_known(set(new))
            assert time.monotonic() - began < 1.0
            assert found[new[0]]["summary"] == "Jalan rusak nomor 1"
            assert set(await own.until_known({new[2]})) == {new[2]}
            await close(desk.pool, [known])
            _, _, said = await own.next()
            assert said == {"rows": [], "gone": [known]}


async def test_who_comes_back_is_told_what_was_missed_and_nothing_else(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        ids = await open_incidents(desk.pool, "a", 0, 9)
        await until(lambda: same(desk), "all are there")
        async with following(ani, (await ani.get("/live/incidents")).json()["mark"]) as events:
            _, mark, _ = await events.next()
        await touch(desk.pool, ids[:2])
        await close(desk.pool, ids[9:])
        await until(lambda: same(desk), "all is known")
        async with following(ani, "forgotten") as events:
            assert (await events.next())[0] == "reload"
        headers = {"Last-Event-ID": mark}
        async with ani.stream("GET", "/live/changes?since=old", headers=headers) as answer:
            _, _, said = await Events(answer).next()
        assert sorted(row["id"] for row in said["rows"]) == sorted(ids[:2])  # type: ignore[attr-defined]
        assert said["gone"] == ids[9:]


async def test_a_burst_of_ten_thousand_is_there_once_and_as_it_was_last(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        mark = (await ani.get("/live/incidents")).json()["mark"]
        async with following(ani, mark) as events:
            ids: list[str] = []
            for first in range(0, 10_000, 500):
                ids += await open_incidents(desk.pool, "a", first, first + 499)
            await touch(desk.pool, ids[:5_000])
            await close(desk.pool, ids[9_000:])
            await until(lambda: same(desk), "all is known", within_s=30)
            known: dict[str, object] = {}
            while len(known) != 9_000 or any(known[id] != 2 for id in ids[:5_000]):
                event, _, said = await events.next()
                assert event == "changes"
                known |= {row["id"]: row["version"] for row in said["rows"]}  # type: ignore[attr-defined]
                for id in said["gone"]:  # type: ignore[attr-defined]
                    known.pop(id, None)
    assert len(await rows(desk)) == 9_000


async def test_what_changes_while_nobody_listens_is_not_missed(desk: Desk) -> None:
    ids = await open_incidents(desk.pool, "a", 0, 4)
    await until(lambda: same(desk), "all are there")
    async with desk.signed_in("ani") as ani:
        async with following(ani, desk.board.hub.mark) as events:
            await events.next()
            await desk.pool.execute(OURS)
            await touch(desk.pool, ids[:1])
            await close(desk.pool, ids[4:])
            [new] = await open_incidents(desk.pool, "b", 5, 5)
            found = await events.until_known({new, ids[0]})
        assert set(found) == {new, ids[0]}
        await until(lambda: same(desk), "all is known")
        await until(lambda: desk.board.hub.fresh, "it hears again")
        assert (await ani.get("/healthz/ready")).status_code == 200


async def test_a_connection_that_answers_nothing_any_more_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a firewall has forgotten it: nobody tells that it is gone."""
    monkeypatch.setattr("streams.board.live.listening.CHECK_S", 0.1)
    monkeypatch.setattr("streams.board.live.listening.ANSWER_S", 0.5)
    await open_incidents(desk.pool, "a", 0, 0)
    await until(lambda: same(desk), "it is there")
    anew = desk.board.metrics.read_anew.labels("reconnected")._value
    await desk.pool.execute(LISTENS.replace("pid", "pg_terminate_backend(pid)", 1))
    await until(lambda: anew.get() == 1, "the limits of this test hold")
    backend = psutil.Process(await desk.pool.fetchval(LISTENS))
    backend.suspend()
    try:
        await open_incidents(desk.pool, "b", 1, 1)
        await until(lambda: same(desk), "it is known all the same")
        assert anew.get() == 2
    finally:
        backend.resume()


async def test_who_reads_nothing_is_told_to_load_anew_and_keeps_nothing_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.board.live.follower.BYTES_MAX", 50_000)
    async with desk.signed_in("ani") as ani:
        mark = desk.board.hub.mark
        async with following(ani, mark) as events:
            await until(lambda: desk.board.hub.browsers == 1, "it follows")
            [follower] = desk.board.hub._followers
            ids = await open_incidents(desk.pool, "a", 0, 999)
            while not follower.slow:
                await touch(desk.pool, ids)
                await asyncio.sleep(0)
            assert not follower._frames
            while (await events.next())[0] != "reload":
                pass
            with pytest.raises(EOFError):
                await events.next()
    assert desk.board.metrics.slow._value.get() == 1


async def test_no_account_takes_all_windows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.board.live.routes.WINDOWS_MAX", 2)
    async with desk.signed_in("ani") as ani, desk.signed_in("budi") as budi:
        mark = desk.board.hub.mark
        async with following(ani, mark) as one, following(ani, mark) as two:
            await one.next()
            await two.next()
            refused = await ani.get("/live/changes", params={"since": mark})
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
            async with following(budi, mark) as others:
                assert (await others.next())[0] == "changes"
        await until(lambda: desk.board.hub.browsers == 0, "the windows are closed")
        async with following(ani, mark) as again:
            assert (await again.next())[0] == "changes"


async def test_a_partner_who_is_not_offered_it_any_more_is_told_that_it_is_gone(desk: Desk) -> None:
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        _, id = await open_incidents(desk.pool, "offered", 0, 1)
        await desk.pool.execute(OFFERED, id, ["dishub"])
        await until(lambda: id.encode() in desk.board.hub.snapshot(DISHUB), "it is offered")
        mark = desk.board.hub.mark
        async with following(dina, mark) as events:
            await events.next()
            await desk.pool.execute(OFFERED, id, [])
            _, _, said = await events.next()
            assert said == {"rows": [], "gone": [id]}
        await touch(desk.pool, [id])
        await until(lambda: same(desk), "all is known")
        async with following(dina, mark) as events:
            _, _, said = await events.next()
            assert said == {"rows": [], "gone": [id]}
        assert (await dina.get(f"/incident/{id}")).status_code == 404
