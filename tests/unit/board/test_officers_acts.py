"""A form of an officer, and the word that it becomes."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from schemas.progress import Progress
from streams.board.agencies.acts import Word, act_of, word_of
from streams.board.agencies.sent import SentWords
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.photos.stored import StoredPhoto
from tests.unit.core.bekasi import CATALOG

FORM = "0123456789abcdef" * 2
ID = "bekasi:traffic:abc"
PHOTO = StoredPhoto(
    url="http://intake/photos/" + "5f" * 32 + ".jpg",
    sha256="5f" * 32,
    phash="dce135b8de96a501",
    width=9,
    height=9,
)


def form(**fields: str) -> Form:
    return Form({name: (value,) for name, value in {"form": FORM, "version": "3", **fields}.items()})


def said(photo: StoredPhoto | None = None, **fields: str) -> Progress:
    word = word_of(act_of(form(**fields)), ID, photo, agency="dishub", by="acc-1", catalog=CATALOG)
    assert (word.topic, word.key) == ("progress.dishub", ID)
    return Progress.model_validate_json(word.value)


def test_a_form_becomes_the_same_word_however_often_it_comes() -> None:
    first, again = said(said="accepted"), said(said="accepted")
    assert first.id == again.id == f"board-{FORM}-accepted"
    assert (first.by, first.version, first.incident_id) == ("acc-1", 3, ID)
    assert said(said="on_site").id != first.id


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"said": "confirmed"}, "said"),
        ({"said": "nothing"}, "said"),
        ({"said": "refused"}, "why"),
        ({"said": "cannot", "why": "x" * 1_001}, "why"),
        ({"said": "accepted", "form": "short"}, "form"),
        ({"said": "accepted", "version": "no"}, "version"),
        ({"said": "refused", "why": "bukan kami", "agency": "nobody"}, "agency"),
        ({"said": "resolved", "lat": "100"}, "lat"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, str], field: str) -> None:
    with pytest.raises(Fault) as refused:
        said(**fields)
    assert refused.value.status == 400
    assert refused.value.filled["field"] == field


def test_the_telephone_tells_what_the_photo_does_not() -> None:
    taken = datetime.now(UTC) - timedelta(minutes=3)
    telephone = {
        "said": "resolved",
        "taken_ms": str(int(taken.timestamp() * 1_000)),
        "lat": "-6.2",
        "lon": "107",
    }
    [shown] = said(PHOTO, **telephone).photos
    assert shown.taken_at
    assert abs(shown.taken_at - taken) < timedelta(seconds=1)
    assert (shown.lat, shown.lon, shown.phash) == (-6.2, 107.0, PHOTO.phash)
    tells = PHOTO.model_copy(update={"taken_at": taken - timedelta(hours=1), "lat": -6.3, "lon": 106.9})
    [own] = said(tells, **telephone).photos
    assert (own.taken_at, own.lat, own.lon) == (tells.taken_at, -6.3, 106.9)


def test_a_clock_that_runs_ahead_takes_no_photo_after_the_word() -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=9)
    progress = said(PHOTO.model_copy(update={"taken_at": ahead}), said="resolved")
    assert progress.photos[0].taken_at == progress.at


class Kafka:
    """What was published; the next answers are faults."""

    def __init__(self, *faults: str) -> None:
        self.faults = list(faults)
        self.had: list[bytes] = []

    async def publish(self, word: Word) -> None:
        if self.faults:
            raise Fault(503, self.faults.pop(0))
        self.had.append(word.value)


class Making:
    def __init__(self) -> None:
        self.number = 0

    async def make(self) -> Word:
        self.number += 1
        return Word("t", "k", json.dumps(self.number).encode())


async def test_a_form_that_comes_twice_is_published_once() -> None:
    sent, kafka, making = SentWords(), Kafka(), Making()
    for _ in range(3):
        await sent.once("a", making.make, kafka.publish)
    await sent.once("b", making.make, kafka.publish)
    assert kafka.had == [b"1", b"2"]


async def test_what_may_have_arrived_is_published_again_as_it_was_and_what_was_not_sent_is_made_anew() -> (
    None
):
    sent, kafka, making = SentWords(), Kafka("unavailable", "uncertain"), Making()
    for _ in range(2):
        with pytest.raises(Fault):
            await sent.once("a", making.make, kafka.publish)
    await sent.once("a", making.make, kafka.publish)
    assert (kafka.had, making.number) == ([b"2"], 2)


async def test_it_remembers_so_many() -> None:
    sent, kafka, making = SentWords(most=2), Kafka(), Making()
    for id in "abc":
        await sent.once(id, making.make, kafka.publish)
    assert len(sent._kept) == 2
