"""What all of the council's pages have in common: who may see them, their days, and their sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, TypeAlias

from fastapi import Depends, Request, Response

from streams.board.access.visitor import Visitor, allowed
from streams.board.council.asked import EARLIEST, Asked, asked
from streams.board.here import Board
from streams.council.words import days_words

Council: TypeAlias = Annotated[Visitor, Depends(allowed("council", "admin"))]


@dataclass(frozen=True, slots=True)
class Shown:
    """The days of a page, when that was so, and which others may be asked for."""

    days: Asked
    words: str
    presets: Sequence[int]
    taken_at: datetime
    earliest: date
    today: date


def days_of(request: Request, here: Board, presets: Sequence[int]) -> Asked:
    """By default the second of the numbers of weeks. Raises `Fault`."""
    return asked(request.query_params, weeks=presets[1], today=_today(here), zone=here.catalog.city.zone)


def shown(days: Asked, presets: Sequence[int], taken_at: datetime, here: Board) -> Shown:
    """What a page says of its days."""
    return Shown(days, days_words(days.period), presets, taken_at, EARLIEST, _today(here))


def sheet(name: str, text: str) -> Response:
    """A file for a spreadsheet."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type="text/csv", headers=headers)


def _today(here: Board) -> date:
    return datetime.now(here.catalog.city.zone).date()
