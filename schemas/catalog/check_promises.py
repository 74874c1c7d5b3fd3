"""What must hold of promises, proof and working time beyond their shapes."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from schemas.catalog.models import Category, City, Urgency
from schemas.catalog.promises import Promise, Promises
from schemas.toml_source import Mistake, TomlSource


def city(source: TomlSource, entry: City) -> Iterator[Mistake]:
    """Promises can be kept, and no holiday stands twice."""
    yield from _promises(source, entry.promises)
    for day, count in Counter(entry.working.holidays).items():
        if count > 1:
            yield source.mistake(("working", "holidays"), f"working.holidays: {day} stands {count} times")


def category(source: TomlSource, entry: Category) -> Iterator[Mistake]:
    """Its own promises can be kept, and nobody photographs what is somebody's own matter."""
    if entry.promises:
        yield from _promises(source, entry.promises)
    if entry.private and entry.proof:
        yield source.mistake(("private",), "proof: a private matter is shown to nobody; write proof = false")


def _promises(source: TomlSource, entry: Promises) -> Iterator[Mistake]:
    """Nothing is resolved before it is accepted, and what is more urgent is not promised later."""
    for urgency in Urgency:
        promise = entry.of(urgency)
        if promise.resolve_h < promise.accept_h:
            where = f"promises.{urgency}.resolve_h"
            yield source.mistake(where.split("."), f"{where}: is shorter than accept_h")
    for calmer, sooner in pairwise(Urgency):
        for key in _slower(entry.of(calmer), entry.of(sooner)):
            where = f"promises.{sooner}.{key}"
            yield source.mistake(where.split("."), f"{where}: promises less than for {calmer}")


def _slower(calmer: Promise, sooner: Promise) -> Iterator[str]:
    """Where the more urgent one promises less; hours of offices and of the clock cannot be compared."""
    if calmer.around_the_clock and not sooner.around_the_clock:
        yield "around_the_clock"
    if calmer.around_the_clock == sooner.around_the_clock:
        if sooner.accept_h > calmer.accept_h:
            yield "accept_h"
        if sooner.resolve_h > calmer.resolve_h:
            yield "resolve_h"
