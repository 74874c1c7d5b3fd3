"""What must hold in `messages.toml` beyond its shape: every template is there, and can be filled."""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from schemas.catalog.messages import Messages, Stands, Told
from schemas.toml_source import Mistake, TomlSource, nearest

KNOWN = frozenset({"agencies", "agency", "time", "category", "place", "voices", "others"})
"""What every template may say: it is known of every incident at any time."""

KNOWN_TOO: Mapping[Told, frozenset[str]] = {
    "received": frozenset({"usually"}),
    "joined": frozenset({"usually", "stands"}),
    "accepted": frozenset({"usually"}),
    "forwarded": frozenset({"usually", "why"}),
    "on_site": frozenset({"usually"}),
    "reopened": frozenset({"usually"}),
    "cannot": frozenset({"why"}),
    "standing": frozenset({"stands"}),
}
"""What some messages may say beside that."""

RANGE = frozenset({"range"})

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def messages(source: TomlSource, entry: Messages) -> Iterator[Mistake]:
    """A template for each thing, saying only what is known when it is told."""
    for told in get_args(Told):
        known = KNOWN | KNOWN_TOO.get(told, frozenset())
        yield from _template(source, ("told", told), entry.told.get(told), known)
    for stands in get_args(Stands):
        yield from _template(source, ("stands", stands), entry.stands.get(stands), KNOWN)
    yield from _template(source, ("usually",), entry.usually, RANGE)
    if "{range}" not in entry.usually:
        yield source.mistake(("usually",), "usually: does not say {range}")


def _template(
    source: TomlSource, location: tuple[str, ...], template: str | None, known: frozenset[str]
) -> Iterator[Mistake]:
    where = ".".join(location)
    if template is None:
        yield source.mistake(location, f"{where}: is missing")
        return
    for name in _PLACEHOLDER.findall(template):
        if name not in known:
            message = f"{where}: {{{name}}} is not known here; {nearest(name, known)}"
            yield source.mistake(location, message)
    if re.search("[{}]", _PLACEHOLDER.sub("", template)):
        yield source.mistake(location, f"{where}: has a brace that is no placeholder, like {{agency}}")
