"""report + held incidents -> opens | joins | asks | resends, with evidence."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.incident import Decision, Link, Rival, Term
from streams.core.dedupe.candidates import Candidates, candidates
from streams.core.dedupe.compare import Candidate
from streams.core.dedupe.evidence import terms
from streams.core.dedupe.features import features
from streams.core.dedupe.held import Held
from streams.core.dedupe.model import Model, Values
from streams.core.dedupe.resend import resent
from streams.core.dedupe.sighting import Sighting


class _Scored(NamedTuple):
    """In the order that counts: the highest score, then the smallest id. No two have one id."""

    below: float
    id: str
    candidate: Candidate
    values: Values

    @property
    def score(self) -> float:
        return -self.below


def dedupe(sighting: Sighting, held: Held, model: Model, *, opens_as: str) -> Link:
    """Where a report belongs; `opens_as` is the id of the incident it founds if it joins none.

    A resend goes before a join. Ties go to the smallest id.
    """
    if link := resent(sighting, held, model.bounds):
        return link
    if reason := sighting.kind.alone:
        return Link(opens_as, Decision.OPENS, True, None, None, reason)
    found = candidates(sighting, held, model.bounds)
    ranked = _ranked(sighting, found, held, model)
    if not ranked:
        return Link(opens_as, Decision.OPENS, True, None, None, _nothing(sighting, found, model))
    if joined := next((one for one in ranked if _may_join(sighting, one, model)), None):
        rival = next((one for one in ranked if one is not joined), None)
        return _joins(sighting, joined, rival, model)
    return _keeps_apart(sighting, ranked[0], model, opens_as)


def _may_join(sighting: Sighting, scored: _Scored, model: Model) -> bool:
    """Like enough, and all who must act on the report are told of the incident: else somebody never hears."""
    known = scored.candidate.known
    told = known.category == sighting.category or sighting.kind.agencies <= known.kind.agencies
    return told and scored.score >= model.join_from


def _ranked(sighting: Sighting, found: Candidates, held: Held, model: Model) -> list[_Scored]:
    figures = features(sighting, found, held.rarity)
    return sorted(
        _Scored(-model.score(values), candidate.known.id, candidate, values)
        for candidate, values in zip(found.possible, figures, strict=True)
    )


def _joins(sighting: Sighting, best: _Scored, rival: _Scored | None, model: Model) -> Link:
    known = best.candidate.spoke_at is not None
    reasons = terms(sighting, best.candidate, best.values, model)
    return Link(
        best.candidate.known.id,
        Decision.JOINS,
        not known,
        _distance_m(best.candidate),
        best.candidate.gap_s,
        f"{_because(reasons, best.score)} (batas {model.join_from:+.2f})"
        + ("; pelapor yang sama" if known else ""),
        round(best.score, 2),
        reasons,
        _rival(rival) if rival else None,
    )


def _keeps_apart(sighting: Sighting, best: _Scored, model: Model, opens_as: str) -> Link:
    asks = best.score >= model.ask_from
    reasons = terms(sighting, best.candidate, best.values, model)
    others_act = "; dinas yang harus bertindak lain" if best.score >= model.join_from else ""
    because = _because(reasons, best.score) + others_act
    return Link(
        opens_as,
        Decision.ASKS if asks else Decision.OPENS,
        True,
        _distance_m(best.candidate) if asks else None,
        best.candidate.gap_s if asks else None,
        f"mungkin sama dengan {best.candidate.known.id}: {because}"
        if asks
        else f"yang paling mirip, {best.candidate.known.id}, tidak cukup mirip: {because}",
        round(best.score, 2),
        reasons,
        _rival(best),
    )


def _because(reasons: Sequence[Term], total: float) -> str:
    told = ", ".join(f"{term.words} {term.weight:+.1f}" for term in reasons)
    return f"{told}; jumlah {total:+.2f}"


def _distance_m(candidate: Candidate) -> float | None:
    return None if candidate.apart_m is None else round(candidate.apart_m, 1)


def _rival(scored: _Scored) -> Rival:
    return Rival(scored.candidate.known.id, round(scored.score, 2))


def _nothing(sighting: Sighting, found: Candidates, model: Model) -> str:
    if sighting.point is None:
        return "tanpa lokasi, dan tidak ada insiden terbuka dengan tempat, foto atau pelapor yang sama"
    if found.same:
        return (
            f"{found.same} insiden sekategori dalam {model.bounds.reach_m:.0f} m tidak menerima laporan ini: "
            "terlalu jauh dari laporan pertamanya, terlalu lama, atau sudah ditutup"
        )
    return f"tidak ada insiden terbuka yang sebanding dalam {model.bounds.reach_m:.0f} m"
