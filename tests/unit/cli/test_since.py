"""Moments as people say them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from streams.cli.since import moment_since

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("30d", NOW - timedelta(days=30)),
        (" 12h ", NOW - timedelta(hours=12)),
        ("2026-11-24", datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
        ("2026-11-24T08:30", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24T04:30:00Z", datetime(2026, 11, 24, 4, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_counted_back_or_named(text: str, moment: datetime) -> None:
    assert moment_since(text, NOW, JAKARTA) == moment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kemarin", "'kemarin' is neither like 30d or 12h nor a date like 2026-11-24"),
        ("30", "is neither"),
        ("99999d", "is neither"),
        ("2026-11-25", "lies ahead"),
        ("0001-01-01", "lies before the year 2000"),
    ],
)
def test_what_is_no_moment_of_the_past_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        moment_since(text, NOW, JAKARTA)
