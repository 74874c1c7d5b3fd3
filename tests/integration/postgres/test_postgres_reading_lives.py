"""What commands ask about agencies' words and reporters' answers."""

import json

import pytest

from schemas.heard import Check
from schemas.progress import Progress, Said
from schemas.result import Refusal, Result
from sinks import reading_lives
from sinks.postgres import Pool
from sinks.reading import Reader
from sinks.reading_lives import LifeReader
from tests.unit.core.reports import NOON

INCIDENT = "rawa:air:a"
CHECKS = (Check("photo", passed=True, words="ada foto"), Check("time", passed=False, words="foto lama"))


async def say(pool: Pool, agency: str, id: str, said: Said, *, refused: bool = False) -> None:
    photos = ({"url": "https://foto/1", "camera": "x"},) if said is Said.RESOLVED else ()
    progress = Progress.model_validate(
        {
            "id": id,
            "incident_id": INCIDENT,
            "version": 1,
            "at": NOON,
            "by": "petugas-7",
            "said": said,
            "why": "bukan tugas kami" if said is Said.REFUSED else "",
            "agency": "sar" if said is Said.REFUSED else None,
            "photos": photos,
        }
    )
    await pool.execute(
        """insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result,
                                 code, field, reason, checks)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, $10, $10, $10, $11)""",
        *(agency, id, INCIDENT, NOON, progress.by, said.value, progress.why, progress.model_dump_json()),
        *("refused" if refused else "applied", "stale" if refused else None),
        json.dumps(
            [{"name": c.name, "passed": c.passed, "words": c.words} for c in CHECKS] if photos else []
        ),
    )


async def answer(pool: Pool, channel: str, id: str, said: str, *, refused: bool = False) -> None:
    await pool.execute(
        """insert into replies (channel, id, report_id, incident_id, voice, round, answer, at, digest,
                                result, code, field, reason)
           values ($1, $2, 'r', $3, 'v', 0, $4, $5, $2, $6, $7, $7, $7)""",
        *(channel, id, INCIDENT, said, NOON),
        *("refused" if refused else "applied", "not_asked" if refused else None),
    )


@pytest.fixture
def lives(pool: Pool) -> LifeReader:
    return Reader(pool).lives


async def test_what_was_said_is_told_in_order_with_what_became_of_it(pool: Pool, lives: LifeReader) -> None:
    await say(pool, "lampu", "z", Said.REFUSED)
    await say(pool, "air", "m", Said.RESOLVED)
    await say(pool, "sar", "a", Said.ACCEPTED, refused=True)
    first, second, third = await lives.progress_of(INCIDENT)
    assert [(first.name, first.said, first.instead), first.why] == [
        ("lampu/z", Said.REFUSED, "sar"),
        "bukan tugas kami",
    ]
    assert (second.name, second.checks, second.result) == ("air/m", CHECKS, Result.APPLIED)
    assert [(photo.url, photo.model_extra) for photo in second.photos] == [
        ("https://foto/1", {"camera": "x"})
    ]
    assert (third.result, third.refusal) == (Result.REFUSED, Refusal("stale", "stale", "stale"))
    assert await lives.progress_of("rawa:air:b") == []


async def test_of_much_that_was_said_the_last_is_told(
    pool: Pool, lives: LifeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_lives, "PROGRESS_MAX", 2)
    monkeypatch.setattr(reading_lives, "REPLIES_MAX", 2)
    for id in "zya":
        await say(pool, "air", id, Said.ON_SITE)
        await answer(pool, "sorot", id, "yes")
    assert [known.id for known in await lives.progress_of(INCIDENT)] == ["y", "a"]
    assert [known.id for known in await lives.replies_of(INCIDENT)] == ["y", "a"]


async def test_a_progress_is_found_by_its_id(pool: Pool, lives: LifeReader) -> None:
    for agency in ("sar", "air", "lampu"):
        await say(pool, agency, "k", Said.ACCEPTED)
    [known] = [await lives.progress("air", "k")]
    assert known is not None
    assert (known.name, known.digest) == ("air/k", "k")
    assert await lives.progress("air", "other") is None
    assert [known.agency for known in await lives.progress_named(["sar", "air", "x"], "k")] == ["air", "sar"]


async def test_a_refused_answer_is_found_by_its_id_and_counts_for_nothing(
    pool: Pool, lives: LifeReader
) -> None:
    await answer(pool, "sorot", "j", "no")
    await answer(pool, "poc", "j", "yes", refused=True)
    assert [(one.channel, one.answer) for one in await lives.replies_of(INCIDENT)] == [("sorot", "no")]
    assert await lives.reply("sorot", "x") is None
    found = await lives.replies_named(["poc", "sorot"], "j")
    assert [(one.channel, one.result) for one in found] == [
        ("poc", Result.REFUSED),
        ("sorot", Result.APPLIED),
    ]
    assert found[0].refusal == Refusal("not_asked", "not_asked", "not_asked")
    assert await lives.reply("poc", "j") == found[0]


async def test_what_was_said_of_others_is_not_read(pool: Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local enable_seqscan = off")
        plans = [
            str(
                await connection.fetch(
                    "explain select * from progress where incident_id = 'a' order by number"
                )
            ),
            str(
                await connection.fetch(
                    "explain select * from replies where incident_id = 'a' and result = 'applied'"
                )
            ),
        ]
    assert "progress_of_incident" in plans[0]
    assert "replies_of_vote" in plans[1]
