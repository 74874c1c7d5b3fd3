"""A report from either end of the time that we take in holds nobody up."""

from datetime import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.catalog.models import Urgency
from schemas.contract import Timestamp
from schemas.life import Step
from schemas.progress import Said
from tests.unit.core.reports import NOON
from tests.unit.core.story import Story

MOMENT = TypeAdapter[datetime](Timestamp)


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("text", ["2100-12-31T23:59:59Z", "1970-01-01T00:00:00Z"])
def test_it_has_a_life(text: str, urgency: Urgency):
    at = MOMENT.validate_python(text)
    story = Story()
    story.report("a", "x", urgency=urgency, after=at - NOON)
    story.says("air", Said.ACCEPTED)
    story.passes(1)
    assert story.incident.life.step is Step.ACCEPTED


@pytest.mark.parametrize("text", ["2100-12-31T23:59:59-12:00", "1970-01-01T00:00:00+14:00"])
def test_what_lies_beyond_it_in_utc_is_refused(text: str):
    with pytest.raises(ValidationError, match="year must be between 1970 and 2100"):
        MOMENT.validate_python(text)
