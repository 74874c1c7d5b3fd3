"""What must hold of agencies, partners and the operator, and of who is routed to."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from schemas.catalog.models import Agency, AgencyKind, Category
from schemas.toml_source import Mistake, TomlSource, nearest


def operator(
    folder: Path, sources: Mapping[str, TomlSource], entries: Mapping[str, Agency]
) -> Iterator[Mistake]:
    """Exactly one decides."""
    operators = [id for id, entry in entries.items() if entry.kind is AgencyKind.OPERATOR]
    if not operators:
        yield Mistake(folder, 1, "none is of kind operator: somebody must decide")
    for id in operators[1:]:
        yield sources[id].mistake(("kind",), f"kind: '{operators[0]}' is the operator already")


def offers(
    source: TomlSource, entry: Agency, categories: Collection[str], areas: Collection[str]
) -> Iterator[Mistake]:
    """A partner offers something, nobody else does, and categories and areas exist."""
    if entry.kind is AgencyKind.PARTNER and not entry.offers:
        yield source.mistake(("kind",), "kind: a partner offers something; write [[offers]]")
    if entry.kind is not AgencyKind.PARTNER and entry.offers:
        yield source.mistake(("offers", 0), "offers: only partners offer; write kind = 'partner'")
    for index, offer in enumerate(entry.offers):
        for key, named, known in (
            ("categories", offer.categories, categories),
            ("areas", offer.areas, areas),
        ):
            for id in named:
                if id not in known:
                    message = f"offers.{index}.{key}: unknown '{id}'; {nearest(id, known)}"
                    yield source.mistake(("offers", index, key), message)


def planned(source: TomlSource, entry: Agency, areas: Collection[str]) -> Iterator[Mistake]:
    """Areas exist."""
    for index, work in enumerate(entry.planned):
        for id in work.areas:
            if id not in areas:
                message = f"planned.{index}.areas: unknown '{id}'; {nearest(id, areas)}"
                yield source.mistake(("planned", index, "areas"), message)


def private(source: TomlSource, entry: Agency, categories: Mapping[str, Category]) -> Iterator[Mistake]:
    """No company is told of what is somebody's own matter."""
    for index, offer in enumerate(entry.offers):
        for id in offer.categories:
            if id in categories and categories[id].private:
                message = f"offers.{index}.categories: '{id}' is private, no company is told of it"
                yield source.mistake(("offers", index, "categories"), message)


def routes(source: TomlSource, entry: Category, agencies: Mapping[str, Agency]) -> Iterator[Mistake]:
    """Partners and the operator are asked where needed, nothing is routed to them."""
    for index, route in enumerate(entry.routes):
        agency = agencies.get(route.agency)
        if agency and agency.kind is not AgencyKind.AGENCY:
            message = (
                f"routes.{index}.agency: '{agency.id}' is of kind {agency.kind}; only agencies are routed to"
            )
            yield source.mistake(("routes", index, "agency"), message)
