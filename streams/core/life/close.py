"""The end of an incident's life: its fix is confirmed, and it takes no reports in any more."""

from dataclasses import replace

from schemas.catalog.models import Catalog
from schemas.incident import Incident, State
from schemas.life import Step
from streams.core.life.advance import Lived, Tidings, advanced
from streams.core.life.telling import News


def confirmed(before: Incident, news: News, reach: int, catalog: Catalog) -> Lived:
    """By its reporters, by their silence, or by the operator."""
    life = replace(before.life, step=Step.CONFIRMED, at=news.at)
    return advanced(before, replace(before, life=life), news, Tidings("confirmed", reach), catalog)


def closed(before: Incident, news: News, reach: int, catalog: Catalog) -> Lived:
    """After that nobody asks any more."""
    life = replace(before.life, step=Step.CLOSED, at=news.at)
    after = replace(before, state=State.CLOSED, closed_at=news.at, life=life)
    return advanced(before, after, news, Tidings("closed", reach), catalog)
