"""What a storm of reports is, and how it is told."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.catalog.entry import Entry


class StormRule(Entry):
    """When an area has far more incidents than normal, and what is told of it."""

    window_minutes: Annotated[float, Field(ge=10, le=360, description="incidents of so long count together")]
    reports_a_day: Annotated[float, Field(gt=0, description="of the whole city, before anything was learned")]
    minimum: Annotated[
        int, Field(ge=2, description="incidents at different spots, told by different citizens")
    ]
    times_normal: Annotated[float, Field(ge=1, description="fewer is no storm, however sure that is")]
    false_a_year: Annotated[float, Field(gt=0, le=365, description="events that mere chance may begin")]
    neighbour_probability: Annotated[
        float, Field(gt=0, lt=0.5, description="of so many by chance in an area that an event reaches")
    ]
    calm_hours: Annotated[
        float, Field(gt=0, le=72, description="an event ends after so long without a storm")
    ]
    half_life_weeks: Annotated[float, Field(ge=4, le=200, description="what is older counts half")]
    steps: Annotated[tuple[int, ...], Field(min_length=1, description="voices at which growth is told")]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.window_minutes > self.calm_hours * 60:
            raise ValueError("calm_hours must not be shorter than the window")
        if list(self.steps) != sorted({step for step in self.steps if step > 1}):
            raise ValueError("steps must rise, from 2 or more")
        return self
