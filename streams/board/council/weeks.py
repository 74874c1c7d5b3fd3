"""Weeks, as figures name them and as people do."""

from collections.abc import Mapping
from datetime import date, timedelta

from streams.council.period import Period, weeks_of

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def week_id(monday: date) -> str:
    """`2026-W48`."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def day_words(day: date) -> str:
    """A day without its year, short."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def week_names(period: Period) -> Mapping[str, str]:
    """What the weeks of a period are called, by id: their first and last day."""
    return {
        week_id(monday): f"{day_words(monday)} - {day_words(sunday)} {sunday.year}"
        for monday in weeks_of(period)
        for sunday in [monday + timedelta(days=6)]
    }
