"""What the cheap core decides and tells, worked out once: of the same incident and report the same comes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from unittest.mock import patch

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.dispatch import Dispatch
from schemas.feedback import Feedback
from schemas.incident import Incident, Link
from schemas.message import Message
from schemas.passage import Passage
from streams.agents import desk
from streams.core import fold, tell
from tests.simulation.remembered import Same
from tests.unit.core.city import CATALOG

REMEMBERED = 1 << 11


def _feedback_of(
    report: ClassifiedReport, link: Link, incident: Incident, _catalog: Catalog, usual: str = ""
) -> Feedback | None:
    return _answer(Same(report), link, Same(incident), usual)


@lru_cache(REMEMBERED)
def _answer(
    report: Same[ClassifiedReport], link: Link, incident: Same[Incident], usual: str
) -> Feedback | None:
    return tell.feedback_of(report.it, link, incident.it, CATALOG, usual)


def _feedback_record(channel: str, message: Feedback, passage: Passage | None = None) -> Message:
    return _answered(channel, Same(message), passage)


@lru_cache(REMEMBERED)
def _answered(channel: str, same: Same[Feedback], passage: Passage | None) -> Message:
    return tell.feedback_record(channel, same.it, passage)


def _dispatch_record(dispatch: Dispatch, passage: Passage | None = None) -> Message:
    return _dispatched(Same(dispatch), passage)


@lru_cache(REMEMBERED)
def _dispatched(same: Same[Dispatch], passage: Passage | None) -> Message:
    return tell.dispatch_record(same.it, passage)


@contextmanager
def told() -> Iterator[None]:
    """In place of the product's."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(fold, "feedback_of", _feedback_of))
        stack.enter_context(patch.object(desk, "feedback_record", _feedback_record))
        stack.enter_context(patch.object(desk, "dispatch_record", _dispatch_record))
        yield
