"""What operators put right: the record that Kafka gets, what is refused before, and what one hears of it."""

import secrets
from typing import Any

import httpx
import pytest

from schemas.topics import CORRECTIONS
from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import open_incidents
from tests.integration.board.reports import add_reports, record_correction
from tests.integration.board.test_board_access import HTML, csrf_of
from tests.integration.intake.topic import records_of

pytestmark = pytest.mark.any_broker

Fields = dict[str, Any]


async def post(browser: httpx.AsyncClient, **fields: object) -> httpx.Response:
    """As a page's script does."""
    said: Fields = {"id": secrets.token_hex(8), "why": "hasil peninjauan", **fields}
    return await browser.post(
        "/corrections", data=said, headers={"X-CSRF-Token": await csrf_of(browser, "/incidents")}
    )


async def published(desk: Desk, incident: str) -> list[Fields]:
    """What lies in the topic of an incident."""
    found = await records_of(desk.settings.kafka, CORRECTIONS)
    return [one for one in found if one["what"]["incident"] == incident]


async def test_each_kind_is_published_as_what_the_account_decided(desk: Desk) -> None:
    a, b = await open_incidents(desk.pool, secrets.token_hex(4), 0, 1)
    [first, second] = await add_reports(desk.pool, a, ["lubang di jalan", "lubang lagi"])
    kinds: list[Fields] = [
        {"kind": "merge", "into": b, "seen": [f"{a} 0", f"{b} 3"]},
        {"kind": "split", "reports": [first, second], "seen": f"{a} 0"},
        {"kind": "reclassify", "category": "flood"},
        {"kind": "reroute", "agencies": ["dishub", "mitra_contoh_jalan"]},
        {"kind": "no_report"},
        {"kind": "apart", "other": b},
    ]
    async with desk.signed_in("ani") as ani:
        account = await desk.pool.fetchval("select id from accounts where login = 'ani'")
        answers = [await post(ani, incident=a, **kind) for kind in kinds]
    assert [answer.status_code for answer in answers] == [202] * len(kinds), answers[0].text
    assert {answer.json()["result"] for answer in answers} == {"sent"}
    found = await published(desk, a)
    assert [one["what"]["kind"] for one in found] == [kind["kind"] for kind in kinds]
    assert {(one["by"], one["why"]) for one in found} == {(account, "hasil peninjauan")}
    assert [one["id"] for one in found] == [answer.json()["id"] for answer in answers]
    assert found[0]["seen"] == {a: 0, b: 3}
    assert found[1]["what"]["reports"] == [first, second]
    assert found[3]["what"]["agencies"] == ["dishub", "mitra_contoh_jalan"]


async def test_what_is_taken_back_is_where_its_reports_are(desk: Desk) -> None:
    a, b = await open_incidents(desk.pool, secrets.token_hex(4), 0, 1)
    await record_correction(desk.pool, "k-1", {"kind": "merge", "incident": a, "into": b}, incidents=[a, b])
    async with desk.signed_in("ani") as ani:
        assert (await post(ani, kind="undo", correction="k-1")).status_code == 202
        assert (await post(ani, kind="undo", correction="k-2")).status_code == 404
    [undo] = await published(desk, b)
    assert undo["what"] == {"kind": "undo", "correction": "k-1", "incident": b}


async def test_who_sends_the_same_again_sends_the_very_same_record(desk: Desk) -> None:
    [a] = await open_incidents(desk.pool, secrets.token_hex(4), 0, 0)
    async with desk.signed_in("ani") as ani:
        for why in ("uji coba", "uji coba", "lain"):
            await post(ani, id="sama", kind="no_report", incident=a, why=why)
    first, again, other = await published(desk, a)
    assert first == again
    assert (other["id"], other["why"]) == (first["id"], "lain")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"kind": "melt"}, 400, "kind"),
        ({"kind": "split"}, 400, "reports"),
        ({"kind": "split", "reports": "S-1"}, 400, "reports"),
        ({"kind": "reclassify", "category": "meteor"}, 400, "category"),
        ({"kind": "reroute", "agencies": "nasa"}, 400, "agencies"),
        ({"kind": "no_report", "why": ""}, 400, "why"),
        ({"kind": "no_report", "why": "x" * 1_001}, 400, "why"),
        ({"kind": "no_report", "id": ""}, 400, "id"),
        ({"kind": "no_report", "id": "/"}, 400, "id"),
        ({"kind": "no_report", "seen": "x"}, 400, "seen"),
        ({"kind": "no_report", "incident": "bekasi:traffic:none"}, 404, "bekasi:traffic:none"),
        ({"kind": "merge", "into": "bekasi:traffic:none"}, 404, "bekasi:traffic:none"),
        ({"kind": "no_report", "incident": "rawa:traffic:none"}, 404, "rawa:traffic:none"),
        ({"kind": "no_report", "incident": "nothing"}, 400, "incident"),
        ({}, 400, "kind"),
    ],
)
async def test_what_cannot_be_is_refused_with_the_field_and_not_sent(
    desk: Desk, fields: Fields, status: int, words: str
) -> None:
    [a] = await open_incidents(desk.pool, secrets.token_hex(4), 0, 0)
    async with desk.signed_in("ani") as ani:
        answer = await post(ani, **{"incident": a} | fields)
    assert answer.status_code == status, answer.text
    assert words in answer.json()["words"][0]
    assert await published(desk, a) == []


async def test_only_operators_put_right_and_hear_of_it(desk: Desk) -> None:
    [a] = await open_incidents(desk.pool, secrets.token_hex(4), 0, 0)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        for answer in (
            await post(dina, kind="no_report", incident=a),
            await dina.get("/corrections/k-1"),
            await dina.get("/questions"),
            await dina.get(f"/compare?incident={a}&into={a}"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        page = (await dina.get(f"/incident/{a}", headers=HTML)).text
    assert "data-act" not in page
    assert await published(desk, a) == []


async def test_one_hears_what_became_of_it_in_words(desk: Desk) -> None:
    a, b = await open_incidents(desk.pool, secrets.token_hex(4), 0, 1)
    merge: Fields = {"kind": "merge", "incident": a, "into": b}
    await record_correction(desk.pool, "k-1", merge, incidents=[a, b])
    await record_correction(desk.pool, "k-2", merge, incidents=[a, b], code="moved")
    async with desk.signed_in("ani") as ani:
        outcomes = [(await ani.get(f"/corrections/{id}")).json() for id in ("k-0", "k-1", "k-2")]
    assert [one["result"] for one in outcomes] == ["sent", "applied", "refused"]
    assert outcomes[1]["incidents"] == [a, b]
    assert outcomes[2]["words"] == "ditolak: laporannya sudah pindah ke insiden lain"
