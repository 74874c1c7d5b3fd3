"""The same reporter again, on the same matter, minutes later, not from another place."""

from schemas.incident import Decision, Link
from streams.core.dedupe.evidence import span
from streams.core.dedupe.held import Held
from streams.core.dedupe.known import Known
from streams.core.dedupe.model import Bounds
from streams.core.dedupe.places import apart_m, is_better, telling
from streams.core.dedupe.sighting import Sighting

SAME_TEXT = 0.9


def resent(sighting: Sighting, held: Held, bounds: Bounds) -> Link | None:
    """The link of a resend, if it is one; of several incidents the one spoken of last, then the first id."""
    if sighting.voice is None:
        return None
    again = [
        (abs(sighting.at - spoke_at), known.id)
        for known, spoke_at in held.of_voice(sighting.voice)
        if abs(sighting.at - spoke_at) <= bounds.resend_minutes * 60 and _same(sighting, known, held, bounds)
    ]
    if not again:
        return None
    gap_s, id = min(again)
    here, there = sighting.point, held[id].founder
    evidence = f"pelapor yang sama, {span(gap_s)} dari laporannya sebelumnya, kategori sama"
    if is_better(here, there, bounds.vague_m):
        evidence += "; lokasi insiden kini yang dari laporan ini"
    apart = round(apart_m(here, there), 1) if here and there else None
    return Link(id, Decision.RESENDS, False, apart, gap_s, evidence)


def _same(sighting: Sighting, known: Known, held: Held, bounds: Bounds) -> bool:
    return (
        known.closed_at is None
        and known.category == sighting.category
        and not _elsewhere(sighting, known, bounds)
        # Of two reports whose matter is unknown only the same words say that it is the same.
        and (not sighting.kind.unknown or _same_words(sighting, known, held))
    )


def _elsewhere(sighting: Sighting, known: Known, bounds: Bounds) -> bool:
    """Whether two places cannot be one, however far off each may be; or, without points, are named apart."""
    here, there = sighting.point, known.founder
    if here is None or there is None:
        ours, theirs = telling(sighting.address), telling(known.trace.address)
        return bool(ours and theirs) and ours.isdisjoint(theirs)
    return apart_m(here, there) - here.error_m - there.error_m > bounds.resend_m


def _same_words(sighting: Sighting, known: Known, held: Held) -> bool:
    both = bool(sighting.grams and known.text)
    return both and held.rarity.cosines(sighting.grams, [known.text])[0] >= SAME_TEXT
