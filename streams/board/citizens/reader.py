"""Who reads a page that is for everybody: in which language, and not too often."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from streams.board.access.limits import Limits, place_asking
from streams.board.here import Board, Here
from streams.http.faults import later
from streams.http.language import Language, language_of

LANGUAGES: tuple[Language, ...] = ("id", "en")


@dataclass(frozen=True, slots=True)
class Reader:
    """`query` keeps a language that was chosen, in links to other pages."""

    language: Language
    query: str
    address: str


async def reader_of(request: Request, here: Here) -> Reader:
    """Raises a `Fault` of 429 for who asks too often."""
    asked = request.query_params.get("lang", "")
    chosen = next((language for language in LANGUAGES if language == asked), None)
    language = chosen or language_of(request.headers.get("accept-language", ""))
    request.state.language = language
    address = place_asking(request)
    _count(here.citizens.pages_of_address, address)
    return Reader(language, f"?lang={chosen}" if chosen else "", address)


Citizen: TypeAlias = Annotated[Reader, Depends(reader_of)]


def count_question(here: Board, reader: Reader) -> None:
    """One question for the status of a report. Raises a `Fault` of 429 for who guesses numbers."""
    _count(here.citizens.questions_of_address, reader.address)


def _count(asked: Limits, address: str) -> None:
    if wait_s := asked.wait_s(address):
        raise later(429, "too_often", wait_s)
