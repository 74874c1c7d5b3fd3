"""What resolve is told of reports whose time is over."""

from datetime import UTC, datetime

from schemas.command import FORGOTTEN
from sinks.retention import Over
from streams.personal.commands import expired

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def test_each_key_hears_of_its_reports_of_one_channel() -> None:
    over = [
        Over("sorot", "a", ("b:air", "b:air")),
        Over("sorot", "b", ("b:air", "b:jalan")),
        Over("poc", "a", ("b:air", "b:air")),
    ]
    assert [(one.key, one.channel, one.reports) for one in expired(over, NOW)] == [
        ("b:air", "poc", ("a",)),
        ("b:air", "sorot", ("a", "b")),
        ("b:jalan", "sorot", ("b",)),
    ]
    assert all(one.expired and one.seal is None for one in expired(over, NOW))


def test_many_are_several_commands() -> None:
    over = [Over("sorot", str(n), ("b:air", "b:air")) for n in range(FORGOTTEN + 1)]
    assert [len(one.reports) for one in expired(over, NOW)] == [FORGOTTEN, 1]
