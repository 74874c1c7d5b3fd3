"""Fields of a form, checked one by one; all that is wrong is told at once."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from streams.http.faults import Fault, all_of
from streams.http.forms import Form

URL_LENGTH = 2_048

_URL = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads on where something is wrong, and keeps what."""

    form: Form
    faults: list[Fault] = field(default_factory=list)

    def of(self, read: Callable[[], T]) -> T | None:
        """What was read; None where that met a fault."""
        try:
            return read()
        except Fault as fault:
            self.faults.append(fault)
            return None

    def text(self, name: str, most: int) -> str | None:
        """A field of at most so many letters."""
        return self.of(lambda: text_in(self.form, name, most))

    def number(self, name: str, least: float, most: float) -> float | None:
        """A field that is a number between two others."""
        return self.of(lambda: number_in(self.form, name, least, most))

    def urls(self, name: str, most: int) -> tuple[str, ...]:
        """A field with at most so many addresses."""
        return self.of(lambda: urls_in(self.form, name, most)) or ()

    def end(self) -> None:
        """Raises `Fault` with all that was wrong."""
        if self.faults:
            raise all_of(self.faults)


def text_in(form: Form, name: str, most: int) -> str | None:
    """Raises `Fault` for more letters than that."""
    value = form.one(name)
    if value and len(value) > most:
        raise Fault(400, "too_long", field=name, most=most)
    return value


def number_in(form: Form, name: str, least: float, most: float) -> float | None:
    """Raises `Fault` for what is no number, or not between the two."""
    value = form.one(name)
    if value is None:
        return None
    number = number_of(name, value)
    if not least <= number <= most:
        raise Fault(400, "out_of_range", field=name, least=f"{least:g}", most=f"{most:g}")
    return number


def number_of(field: str, value: str) -> float:
    """Raises `Fault` for what is no finite number."""
    try:
        number = float(value)
    except ValueError as error:
        raise Fault(400, "no_number", field=field) from error
    if not (math.isfinite(number) and value.isascii() and "_" not in value):
        raise Fault(400, "no_number", field=field)
    return number


def urls_in(form: Form, name: str, most: int) -> tuple[str, ...]:
    """Raises `Fault` for too many, or one that is no address of the web."""
    urls = form.all(name)
    if len(urls) > most:
        raise Fault(400, "too_many_values", field=name, most=most)
    for url in urls:
        if len(url) > URL_LENGTH:
            raise Fault(400, "too_long", field=name, most=URL_LENGTH)
        if not _URL.fullmatch(url):
            raise Fault(400, "no_url", field=name)
    return urls


def has_point(form: Form) -> bool:
    """Whether a point was given. Raises `Fault` for half of one."""
    given = [name for name in ("lat", "long") if form.all(name)]
    if len(given) == 1:
        raise Fault(400, "missing", field="long" if given == ["lat"] else "lat")
    return bool(given)
