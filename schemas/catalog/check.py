"""What must hold between the entries of a catalog, beyond the shape of each."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from schemas.catalog.attributes import Attribute
from schemas.catalog.models import Category, Channel, City, Kelurahan, Landmark, Route, Urgency
from schemas.toml_source import Mistake, TomlSource, nearest
from schemas.topics import OWN, reports

PHRASE_TOKENS_MAX = 4
NEAR_DEG = 1.5


def city(source: TomlSource, entry: City) -> Iterator[Mistake]:
    """The time zone must be one that this machine knows."""
    try:
        ZoneInfo(entry.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        hint = nearest(entry.timezone, available_timezones())
        yield source.mistake(("timezone",), f"timezone: unknown time zone '{entry.timezone}'; {hint}")


def channel(source: TomlSource, entry: Channel) -> Iterator[Mistake]:
    """Its topic must not be one that workers write to."""
    if reports(entry.id) in OWN:
        yield Mistake(source.path, 1, f"'{entry.id}' cannot be a channel: {reports(entry.id)} is ours")


def category(
    source: TomlSource, entry: Category, families: Collection[str], agencies: Collection[str]
) -> Iterator[Mistake]:
    """Family and agencies must exist, words stand once, and every day have one agency.

    No `families` means that the city itself could not be read: then they are not judged.
    """
    if families and entry.family not in families:
        hint = nearest(entry.family, families)
        yield source.mistake(("family",), f"family: unknown family '{entry.family}'; {hint}")
    for index, route in enumerate(entry.routes):
        if route.agency not in agencies:
            hint = nearest(route.agency, agencies)
            yield source.mistake(
                ("routes", index, "agency"), f"routes.{index}.agency: unknown agency '{route.agency}'; {hint}"
            )
    yield from _attributes(source, entry.attributes)
    yield from _words(source, entry.words)
    yield from _routes(source, entry.routes)


def _attributes(source: TomlSource, attributes: Sequence[Attribute]) -> Iterator[Mistake]:
    """A form can ask for each once."""
    codes = [attribute.code for attribute in attributes]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield source.mistake(
                ("attributes", index, "code"), f"attributes.{index}.code: '{code}' stands already before"
            )


def _words(source: TomlSource, phrases: tuple[str, ...]) -> Iterator[Mistake]:
    """A phrase that is not written as texts are read would never be found."""
    for phrase, count in Counter(phrases).items():
        tokens = re.findall(r"\w+", phrase.lower())
        if count > 1:
            yield source.mistake(("words",), f"words: '{phrase}' stands {count} times")
        if phrase != " ".join(tokens):
            yield source.mistake(("words",), f"words: '{phrase}' is never found; write '{' '.join(tokens)}'")
        if len(tokens) > PHRASE_TOKENS_MAX:
            yield source.mistake(("words",), f"words: '{phrase}' has more than {PHRASE_TOKENS_MAX} words")


def _routes(source: TomlSource, routes: tuple[Route, ...]) -> Iterator[Mistake]:
    """Exactly one rule without urgency for each day, from the beginning to the end of time."""
    for index, route in enumerate(routes):
        if route.since and route.until and route.until <= route.since:
            yield source.mistake(("routes", index, "until"), f"routes.{index}.until: is not after since")
    basic = [(index, route) for index, route in enumerate(routes) if route.urgency_min is Urgency.LOW]
    if not basic:
        yield source.mistake(("routes",), "routes: no rule holds at urgency low")
        return
    basic.sort(key=lambda item: (item[1].since is not None, item[1].since))
    index, first = basic[0]
    if first.since is not None:
        yield source.mistake(
            ("routes", index, "since"), f"routes.{index}.since: no rule holds before {first.since}"
        )
    for (_, before), (index, after) in pairwise(basic):
        if before.until is None or after.since is None or after.since < before.until:
            yield source.mistake(
                ("routes", index), f"routes.{index}: two rules hold from {after.since or 'the beginning'}"
            )
        elif after.since > before.until:
            yield source.mistake(
                ("routes", index, "since"),
                f"routes.{index}.since: no rule holds from {before.until} to {after.since}",
            )
    index, last = basic[-1]
    if last.until is not None:
        yield source.mistake(
            ("routes", index, "until"), f"routes.{index}.until: no rule holds from {last.until}"
        )


def kelurahan(source: TomlSource, entry: Kelurahan, kecamatan: Collection[str]) -> Iterator[Mistake]:
    """A ward's district must exist."""
    if entry.kecamatan not in kecamatan:
        hint = nearest(entry.kecamatan, kecamatan)
        yield source.mistake(("kecamatan",), f"kecamatan: unknown kecamatan '{entry.kecamatan}'; {hint}")


def landmarks(
    sources: Mapping[str, TomlSource], entries: Mapping[str, Landmark], wards: Mapping[str, Kelurahan]
) -> Iterator[Mistake]:
    """No name can mean two landmarks, and a wrong sign or digit puts one far from the city."""
    seen: dict[str, str] = {}
    for id, entry in entries.items():
        for key, names in (("name", (entry.name,)), ("aliases", entry.aliases)):
            for name in names:
                spelling = " ".join(re.findall(r"\w+", name.lower()))
                if seen.setdefault(spelling, f"{id}.{key}") != f"{id}.{key}" or names.count(name) > 1:
                    message = f"{key}: '{name}' stands already at {seen[spelling]}"
                    yield sources[id].mistake((key,), message)
        if wards and not any(_is_near(entry, ward) for ward in wards.values()):
            yield sources[id].mistake(("lat",), f"lat: lies more than {NEAR_DEG:g} degrees from the city")


def _is_near(entry: Landmark, ward: Kelurahan) -> bool:
    return max(abs(entry.lat - ward.lat), abs(entry.lon - ward.lon)) <= NEAR_DEG


def examples(sources: Mapping[str, TomlSource], categories: Mapping[str, Category]) -> Iterator[Mistake]:
    """The same text cannot be an example twice, least of all of two categories."""
    seen: dict[str, str] = {}
    for id, entry in categories.items():
        for index, example in enumerate(entry.examples):
            first = seen.setdefault(example.text.lower(), f"{id}.examples.{index}")
            if first != f"{id}.examples.{index}":
                yield sources[id].mistake(
                    ("examples", index, "text"), f"examples.{index}.text: stands already at {first}"
                )
