"""What is wrong with a step or an answer is said before anything is sent, and in our own words."""

from collections.abc import Sequence

import pytest

from schemas.report import Photo
from streams.client import NotOpen, NoTopic, Progress, Refused, Replies, Reporter, Said, outlet
from tests.unit.cli.hearing import AT, DISPATCH
from tests.unit.client.test_checking import SAID

NOWHERE = "127.0.0.1:1"
AGENCY = Progress("air", brokers=NOWHERE)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"by": "p\ud800"}, "by: cannot be written as JSON"),
        ({"by": 7}, "by: Input should be a valid string"),
        ({"said": "dreamt"}, "said: Input should be 'accepted', "),
        ({"said": Said.REFUSED}, "why: refused needs a reason"),
        ({"at": "2026-11-24T08:30:00+07:00"}, "at: must be a datetime, not str"),
        ({"photos": "https://foto/1.jpg"}, "photos: Input should be a valid array"),
        ({"photos": Photo(url="https://foto/1.jpg")}, "photos: Input should be a valid array"),
        ({"photos": [object()]}, "photos: cannot be written as JSON"),
        ({"photos": [{"url": "\ud800"}]}, "photos: cannot be written as JSON"),
        ({"photos": [{"url": "u", "mine": float("nan")}]}, "photos.0.mine: is no finite number"),
    ],
)
async def test_a_step_that_cannot_be_is_refused_by_its_field(fields: dict[str, object], reason: str) -> None:
    step = {"said": "resolved", "told": DISPATCH, "by": "p1", "at": AT} | fields
    with pytest.raises(Refused) as refused:
        await AGENCY.say(**step)
    assert str(refused.value).startswith(reason)


async def test_nothing_is_sent_outside_of_the_block() -> None:
    with pytest.raises(NotOpen, match=r"progress\.air"):
        await AGENCY.say("accepted", DISPATCH, by="p1")
    with pytest.raises(NotOpen, match=r"reports\.sorot"):
        await Reporter("sorot", brokers=NOWHERE).publish(SAID)
    with pytest.raises(NotOpen, match=r"replies\.sorot"):
        await Replies("sorot", brokers=NOWHERE).send([])


@pytest.mark.parametrize("name", ["classified", "rejected"])
async def test_a_topic_that_workers_write_is_no_channel(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def counts(_brokers: Sequence[str]) -> dict[str, int]:
        return {"reports.classified": 4, "reports.rejected": 4, "reports.sorot": 4, "reports.poc": 4}

    monkeypatch.setattr(outlet, "partition_counts", counts)
    with pytest.raises(NoTopic, match=f"^{name}: no topic .*; there are poc, sorot$"):
        async with Reporter(name, brokers=NOWHERE):
            pass
