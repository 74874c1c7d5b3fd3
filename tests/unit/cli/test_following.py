"""What `sinergi agency follow` takes from what comes, and what it drops."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dispatch import Dispatch
from schemas.message import Message
from streams.cli.following import Unseen, new_ones
from streams.cli.output import printable_json
from streams.core.tell import dispatch_record
from streams.core.tell_event import event_record
from tests.unit.cli.hearing import DISPATCH, EVENT


@dataclass(frozen=True, slots=True)
class Record:
    topic: str
    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


def record(message: Message) -> Record:
    return Record(message.topic, 0, 7, message.value, message.headers)


def version(number: int, incident: str = "rawa:x:1") -> Record:
    told = DISPATCH.model_copy(update={"version": number, "incident_id": incident})
    return record(dispatch_record(told))


def versions(records: Sequence[Record], unseen: Unseen) -> list[tuple[str, int]]:
    found = [news for _, news in new_ones(records, unseen)]
    return [(news.incident_id, news.version) for news in found if isinstance(news, Dispatch)]


def test_each_version_is_told_once_and_older_ones_never() -> None:
    unseen = Unseen()
    first = [version(1), version(1), version(3), version(2), version(1, "rawa:x:2")]
    assert versions(first, unseen) == [("rawa:x:1", 1), ("rawa:x:1", 3), ("rawa:x:2", 1)]
    assert versions([version(3), version(4)], unseen) == [("rawa:x:1", 4)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9))), st.integers(1, 4))
def test_what_is_told_of_one_grows_as_long_as_it_is_remembered(
    heard: list[tuple[str, int]], kept: int
) -> None:
    unseen = Unseen(kept)
    told = [(id, version) for id, version in heard if unseen.take(id, version)]
    assert len(unseen._versions) <= kept
    if kept >= len({id for id, _ in heard}):
        for id in "abc":
            own = [version for other, version in told if other == id]
            assert own == sorted(set(own))
            assert max(own, default=0) == max((v for other, v in heard if other == id), default=0)


def test_who_was_heard_of_long_ago_is_forgotten_first() -> None:
    unseen = Unseen(kept=2)
    assert [unseen.take(id, 1) for id in "abac"] == [True, True, False, True]
    assert [unseen.take(id, 1) for id in "ab"] == [False, True]


def test_an_event_is_told_from_a_dispatch_by_its_type() -> None:
    [(_, news)] = new_ones([record(event_record(EVENT))], Unseen())
    assert news == EVENT
    [(_, news)] = new_ones([record(dispatch_record(DISPATCH))], Unseen())
    assert news == DISPATCH


@pytest.mark.parametrize("value", [None, b"", b"\xff", b'{"id": "a"}'])
def test_what_is_no_dispatch_is_said_to_be_none_and_the_rest_is_told(
    value: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = replace(version(1), value=value)
    assert versions([foreign, version(2)], Unseen()) == [("rawa:x:1", 2)]
    said = capsys.readouterr()
    assert said.err.startswith("sinergi: dispatches.air/0/7 is no dispatch: ")
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_json_is_the_message_itself_and_steers_no_terminal() -> None:
    hostile = DISPATCH.model_copy(update={"summary": "\x1b[31mmerah \x9b2J \u202ekanan"})
    value = dispatch_record(hostile).value.decode()
    shown = printable_json(value)
    assert json.loads(shown) == json.loads(value)
    assert not {"\x1b", "\x9b", "\u202e", "\n"} & set(shown)
