"""Samples in, figures out, and how they look."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rich.console import Console

from schemas.topics import CLASSIFIED
from sinks.reading_top import Decided
from sinks.reading_watch import Questions, Unsent, Works
from streams.cli.top_table import table
from streams.duties import RESOLVE, TRIAGE
from streams.top.figures import figures
from streams.top.sample import Counts, Sample
from streams.watch.lag import Lag
from tests.unit.core.bekasi import CATALOG

COUNTS = Counts(
    Decided({("sorot", "opens"): 3, ("sorot", "joins"): 1}, {"reports.sorot": 2}),
    [Unsent(CLASSIFIED, 4, 2.5), Unsent("announcements", 1, 7.5)],
    [
        Works("dlh", "dispatched", ["accept"], 2),
        Works("dlh", "accepted", [], 1),
        Works("bpbd", "accepted", [], 5),
    ],
    Questions(6, 1.0),
    1,
)


def sample(
    at_s: float,
    ends: Mapping[str, int] | str,
    positions: Mapping[str, int] | str,
    counts: Counts | str = COUNTS,
) -> Sample:
    lags: Sequence[Lag] | str = (
        positions
        if isinstance(positions, str)
        else [
            Lag(RESOLVE if topic == CLASSIFIED else TRIAGE, topic, 0, position, position + 5, 12.0)
            for topic, position in positions.items()
        ]
    )
    return Sample(datetime(2026, 11, 24, tzinfo=UTC), at_s, ends, lags, counts)


def test_rates_are_of_the_last_ten_seconds() -> None:
    topics = {"reports.sorot": 0, "feedback.sorot": 0, CLASSIFIED: 0, "dispatches.dlh": 0}
    old = sample(0.0, dict.fromkeys(topics, -1_000), dict.fromkeys(topics, -1_000))
    first = sample(90.0, topics, {"reports.sorot": 0, CLASSIFIED: 0})
    last = sample(
        100.0,
        {"reports.sorot": 100, "feedback.sorot": 30, CLASSIFIED: 90, "dispatches.dlh": 20},
        {"reports.sorot": 80, CLASSIFIED: 70},
    )
    found = figures([old, first, last], CATALOG)
    [sorot] = [one for one in found.channels if one.channel == "sorot"]
    assert (sorot.in_per_s, sorot.understood_per_s, sorot.told_per_s) == (10.0, 8.0, 3.0)
    triage, resolve = found.processes
    assert (triage.process, triage.reads_per_s, triage.writes_per_s, triage.behind) == (TRIAGE, 8.0, 9.0, 5)
    assert (resolve.process, resolve.reads_per_s, resolve.writes_per_s, resolve.oldest_s) == (
        RESOLVE,
        7.0,
        5.0,
        12.0,
    )
    assert found.seconds == 10.0


def test_decisions_outbox_and_agencies_are_those_of_postgres() -> None:
    found = figures([sample(0.0, {}, {})], CATALOG)
    [sorot] = [one for one in found.channels if one.channel == "sorot"]
    assert sorot.decided == {"opens": 3, "joins": 1, "asks": 0, "resends": 0}
    assert (sorot.refused, found.outbox, found.outbox_oldest_s) == (2, 5, 7.5)
    assert [(one.agency, one.open, one.late) for one in found.agencies] == [("bpbd", 5, 0), ("dlh", 3, 2)]
    assert (found.questions, found.events) == (6, 1)


def test_one_sample_has_no_rates_and_a_topic_made_anew_no_negative_one() -> None:
    assert figures([sample(0.0, {}, {})], CATALOG).channels[0].in_per_s is None
    anew = [sample(0.0, {"reports.poc": 9}, {}), sample(1.0, {"reports.poc": 0}, {})]
    assert [one.in_per_s for one in figures(anew, CATALOG).channels if one.channel == "poc"] == [0.0]


def test_what_is_away_is_told_once_and_its_old_figures_are_not_shown() -> None:
    before = [sample(float(at_s), {"reports.poc": at_s}, {"reports.poc": at_s}) for at_s in range(3)]
    found = figures([*before, sample(3.0, "no Kafka", "no Kafka")], CATALOG)
    assert found.away == ("no Kafka",)
    assert {one.in_per_s for one in found.channels} == {None}
    assert {(one.reads_per_s, one.behind) for one in found.processes} == {(None, None)}
    assert found.outbox == 5
    without = figures([*before, sample(3.0, {}, "no Postgres", "no Postgres")], CATALOG)
    assert (without.away, without.outbox, without.agencies) == (("no Postgres",), None, ())
    assert {one.in_per_s for one in without.channels} == {0.0}


def test_the_table_fits_eighty_columns_and_says_what_is_away() -> None:
    many = [Works(f"agency_with_a_long_name_{n}", "accepted", [], 12_345) for n in range(20)]
    counts = Counts(
        Decided({(channel, "opens"): 12_345 for channel in CATALOG.channels}, {}),
        COUNTS.outbox, many, COUNTS.questions, 3,
    )  # fmt: skip
    console = Console(width=80, record=True, file=None, force_terminal=False)
    with console.capture() as captured:
        console.print(table(figures([sample(0.0, "no Kafka", "no Kafka", counts)], CATALOG)))
    lines = captured.get().splitlines()
    assert max(map(len, lines)) <= 80
    assert "away: no Kafka" in captured.get()
    assert "12,345" in captured.get()
    assert any("8 agencies more" in line for line in lines)
