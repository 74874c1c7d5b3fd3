"""Whether the kelurahan that are said to be quiet are, on a simulated city, of which that is known. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from schemas.cases import Flags, Heard
from streams.council.hearing import OBSERVED_DAYS, Hearing, Says, heardness
from streams.council.shrinking import Numbers

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Observed:
    """An incident: when each voice spoke, the first one first, and when it ended; in seconds."""

    kelurahan: str
    category: str
    voices: Sequence[float]
    ends: float


@dataclass(frozen=True, slots=True)
class HearingFigures:
    """What was said about kelurahan, beside the truth; shares are of those of which enough is known.

    `covered`: the truth lies in the interval, meant to hold nine of ten; `covered_quiet`: of the quiet ones.
    `rank_correlation` is Spearman's. `told_apart`: of a quiet kelurahan and another, the quiet one is told
    for the quieter. `said_quiet` were said to be quiet, `said_quiet_wrongly` of these are not. `quiet_as` and
    `other_as` are the medians of what is told of each kind, where the truth is `quiet_is` and `other_is`, all
    in those of the whole city.
    """

    kelurahan: int
    covered: float
    covered_quiet: float
    rank_correlation: float
    told_apart: float
    said_quiet: int
    said_quiet_wrongly: int
    quiet_is: float
    quiet_as: float
    other_is: float
    other_as: float
    incidents: int = 0
    too_few: int = 0
    dispersion: float = 1.0


def hearing_figures(
    observed: Iterable[Observed], until: float, kecamatan: Mapping[str, str], tells: Mapping[str, float]
) -> HearingFigures | None:
    """`tells` is the truth by kelurahan, some below the others. None where nothing can be said."""
    found = heardness(heard_of(observed, until), kecamatan)
    told = [one for one in found.kelurahan if one.says is not Says.TOO_FEW] if found else []
    if found is None or not told:
        return None
    heard = np.array([one.incidents for one in found.kelurahan])
    whole = np.average([tells[one.kelurahan] for one in found.kelurahan], weights=heard)
    truth = np.array([tells[one.kelurahan] for one in told]) / whole
    quiet: Flags = truth < truth.max()
    if quiet.all() or not quiet.any():
        return None
    figures = _figures(told, truth, quiet)
    return replace(
        figures,
        incidents=int(heard.sum()),
        too_few=len(found.kelurahan) - len(told),
        dispersion=found.dispersion,
    )


def _figures(told: Sequence[Hearing], truth: Numbers, quiet: Flags) -> HearingFigures:
    """All but what is known of the whole."""
    estimate = np.array([one.relative for one in told])
    covered = np.array(
        [one.relative_low <= t <= one.relative_high for one, t in zip(told, truth, strict=True)]
    )
    said = np.array([one.says is Says.QUIET for one in told])
    return HearingFigures(
        kelurahan=len(told),
        covered=float(covered.mean()),
        covered_quiet=float(covered[quiet].mean()),
        rank_correlation=float(np.corrcoef(_ranks(estimate), _ranks(truth))[0, 1]),
        told_apart=float((estimate[quiet][:, None] < estimate[~quiet]).mean()),
        said_quiet=int(said.sum()),
        said_quiet_wrongly=int((said & ~quiet).sum()),
        quiet_is=float(truth[quiet].mean()),
        quiet_as=float(np.median(estimate[quiet])),
        other_is=float(truth[~quiet].mean()),
        other_as=float(np.median(estimate[~quiet])),
    )


def _ranks(values: Numbers) -> Numbers:
    """Of equal ones the middle of theirs."""
    _, places, many = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Numbers = many.cumsum() - (many - 1) / 2
    return ranks[places]


def heard_of(observed: Iterable[Observed], until: float) -> list[Heard]:
    """As Postgres counts it (`council_heard`), of incidents up to a moment."""
    incidents: Counter[tuple[str, str, int]] = Counter()
    days: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for one in observed:
        first, *others = one.voices
        ends = max(first, min(first + OBSERVED_DAYS * DAY_S, one.ends, until))
        others = [at for at in others if at <= ends]
        cell = one.kelurahan, one.category, 1 + len(others)
        incidents[cell] += 1
        days[cell] += ((others[0] if others else ends) - first) / DAY_S
    return [Heard(*cell, many, days[cell]) for cell, many in incidents.items()]
