"""An event in words that operators read, in Indonesian. Pure."""

from collections.abc import Iterator

from schemas.catalog.models import Catalog
from schemas.event import Event, Member
from streams.cli.sections import Fact, Section
from streams.core.names import URGENCY, label_of, name_of
from streams.core.tell_event import area_words, excess_words
from streams.telling.words import moment_words

SHOWN = 30
"""So many incidents are listed."""


def event_sections(event: Event, catalog: Catalog, *, briefly: bool) -> Iterator[Section]:
    """The event; unless briefly, with the first of its incidents."""
    zone = catalog.city.zone
    labels = [label_of(catalog.categories, id) for id in event.categories]
    agencies = [name_of(catalog.agencies, id) for id in event.agencies]
    ends = moment_words(event.until, zone) if event.until else "masih berlangsung"
    yield Section(
        f"Kejadian {event.id}",
        (
            ("Perihal", ", ".join(labels)),
            ("Wilayah", area_words(event.areas, catalog)),
            ("Mengapa", excess_words(event, catalog)),
            ("Mulai", moment_words(event.since, zone)),
            ("Diketahui", moment_words(event.noticed_at, zone)),
            ("Berakhir", ends),
            ("Jumlah", f"{event.incidents} insiden dari {event.voices} warga"),
            ("Urgensi", URGENCY[event.urgency]),
            ("Diberitahukan kepada", "\n".join(agencies)),
            ("Versi", str(event.version)),
        ),
    )
    if not briefly:
        facts = [_fact(number, member) for number, member in enumerate(event.members[:SHOWN], 1)]
        rest = event.incidents - len(facts)
        more: list[Fact] = [("…", f"dan {rest} insiden lagi")] if rest > 0 else []
        yield Section("Insiden dalam kejadian ini", (*facts, *more))


def _fact(number: int, member: Member) -> Fact:
    return f"{number}.", f"{member.incident_id}\n{member.place}, {member.voices} warga"
