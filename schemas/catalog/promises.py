"""How fast the city promises to answer, and when it works."""

from datetime import date, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.catalog.entry import Entry


class Promise(Entry):
    """From the dispatch until the agency accepts, and until it is resolved.

    In working hours, or around the clock.
    """

    accept_h: Annotated[float, Field(gt=0, le=10_000)]
    resolve_h: Annotated[float, Field(gt=0, le=10_000)]
    operator_after_h: Annotated[
        float, Field(ge=0, le=10_000, description="from the word to the agency to that to the operator")
    ]
    around_the_clock: bool = False


class Promises(Entry):
    """One for each urgency."""

    low: Promise
    normal: Promise
    high: Promise
    emergency: Promise

    def of(self, urgency: str) -> Promise:
        """What holds for an urgency."""
        return {"low": self.low, "normal": self.normal, "high": self.high, "emergency": self.emergency}[
            urgency
        ]


class Shift(Entry):
    """When the offices are open on some days of the week: 1 is Monday, 7 is Sunday."""

    days: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(min_length=1)]
    begins: time
    ends: time

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("ends: is not after begins")
        return self


class WorkingTime(Entry):
    """The offices' hours, in the city's own time; no day has two."""

    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)]
    holidays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _one_a_day(self) -> Self:
        days = [day for shift in self.shifts for day in shift.days]
        if len(days) != len(set(days)):
            raise ValueError("shifts: a day stands in two of them")
        return self
