"""What `sinergi rewind` tells people and programs."""

from datetime import UTC, datetime
from uuid import UUID

from sinks.rewinding import Held
from streams.cli.rewind import NOT_IN_KAFKA, lines_of, told_of
from streams.rewind.standing import Keys, Place, Rewound, Span

EIGHT, NINE, TEN = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (8, 9, 10))
WELL = Place(("reports.classified", 0), 0, 60, recorded=50, committed=50)
OLDER = Place(("reports.classified", 1), 0, 60, when=Span(NINE, TEN), recorded=20, committed=50)
GONE = Place(("reports.classified", 2), 35, 60, Span(NINE, TEN), Span(EIGHT, NINE), recorded=20, committed=50)


def rewound(*places: Place) -> Rewound:
    return Rewound("c", EIGHT, places, ())


def test_where_nothing_is_missing_nothing_else_is_said() -> None:
    assert lines_of(rewound(WELL), accepted=False)[1:] == ["Nothing that was recorded is missing."]
    assert told_of(rewound(WELL), accepted=False)["ok"] is True


def test_what_comes_again_is_counted_with_its_times_and_what_does_not_is_named() -> None:
    lines = lines_of(rewound(WELL, OLDER), accepted=False)
    again = (
        "reports.classified: 30 records of 2026-11-24T09:00:00+00:00 to 2026-11-24T10:00:00+00:00 come again"
    )
    assert again in lines
    assert {f"  {line}" for line in NOT_IN_KAFKA} <= set(lines)
    told = told_of(rewound(WELL, OLDER), accepted=False)
    assert (told["ok"], told["missing"], told["again"], told["gone"]) == (False, 30, 30, 0)


def test_what_is_gone_is_said_with_its_times_and_is_wrong_until_it_is_accepted() -> None:
    found = rewound(OLDER, GONE)
    lines = "\n".join(lines_of(found, accepted=False))
    assert "15 records of 2026-11-24T08:00:00+00:00 to 2026-11-24T09:00:00+00:00 are gone for good" in lines
    assert "sinergi rewind --accept" in lines
    assert told_of(found, accepted=False)["ok"] is False
    assert told_of(found, accepted=True)["ok"] is True
    assert "Workers may start" in "\n".join(lines_of(found, accepted=True))


def test_keys_are_counted_and_never_shown() -> None:
    secret = Held(UUID(int=1), "sorot:rahasia", b"rahasia")
    keys = Keys((secret,), frozenset({UUID(int=2)}), frozenset({UUID(int=3), UUID(int=4)}))
    found = Rewound("c", EIGHT, (WELL,), (), keys)
    lines = lines_of(found, accepted=False)
    assert "1 key of reporters are missing, and Kafka has them" in lines
    assert "2 keys of reporters are nowhere: their words are gone for good" in lines
    assert "sinergi rewind --accept" in "\n".join(lines)
    told = told_of(found, accepted=False)
    assert (told["ok"], told["keys"]) == (False, {"held": 1, "destroyed": 1, "nowhere": 2})
    assert "rahasia" not in f"{lines}{told}{found}"


def test_a_topic_that_forgetting_empties_says_so() -> None:
    emptied = Place(("reports.rejected", 0), 9, 9, recorded=3, committed=9)
    assert "`sinergi forget` removes them there" in "\n".join(lines_of(rewound(emptied), accepted=False))
