"""The reasons of a score in words that operators read."""

from collections.abc import Mapping

from schemas.incident import Term
from streams.core.dedupe.compare import Candidate
from streams.core.dedupe.model import AT, Model, Values
from streams.core.dedupe.sighting import Sighting

_NAME: Mapping[str, str] = {
    "same_category": "kategori",
    "same_family": "kategori",
    "prior": "kategori",
    "private": "urusan pribadi",
    "apart_in_spreads": "jarak",
    "closer": "calon lebih dekat",
    "walk": "pelapor berjalan",
    "gap_in_lasts": "waktu",
    "text": "teks",
    "same_photo": "foto",
    "same_voice": "pelapor",
}
"""Features that are told as one reason share its name."""

_SPANS = ((86_400, "hari"), (3_600, "jam"), (60, "menit"))

WEIGHT_MIN = 0.005
"""A reason that counts for less is none."""


def terms(sighting: Sighting, candidate: Candidate, values: Values, model: Model) -> tuple[Term, ...]:
    """What the score of a candidate is the sum of, largest first; the bias is one of them."""
    sums: dict[str, float] = {"awal": model.bias}
    for weight in model.weights:
        value = values[AT[weight.feature]]
        if value is not None:
            name = _NAME[weight.feature]
            sums[name] = sums.get(name, 0.0) + weight.of(value)
    found = [
        Term(name, _words(name, sighting, candidate, values), round(sum_, 2))
        for name, sum_ in sums.items()
        if abs(sum_) >= WEIGHT_MIN
    ]
    return tuple(sorted(found, key=lambda term: (-abs(term.weight), term.name)))


def _words(name: str, sighting: Sighting, candidate: Candidate, values: Values) -> str:
    match name:
        case "awal":
            words = "sebelum ada bukti"
        case "kategori":
            words = _category(sighting, candidate)
        case "urusan pribadi":
            words = "urusan satu rumah tangga"
        case "jarak":
            words = distance(candidate)
        case "calon lebih dekat":
            words = "ada insiden sekategori yang lebih dekat" if values[AT["closer"]] else "paling dekat"
        case "pelapor berjalan":
            words = "laporan lain dari saluran yang sama baru saja di sekitar"
        case "waktu":
            words = _when(sighting, candidate)
        case "teks":
            words = f"kemiripan teks {values[AT['text']] or 0.0:.0%}"
        case "foto":
            words = "foto sama" if values[AT["same_photo"]] else "tanpa foto yang sama"
        case "pelapor":
            words = "pelapor yang sama" if values[AT["same_voice"]] else "pelapor lain"
        case _:
            raise ValueError(f"a reason without words: {name}")
    return words


def _category(sighting: Sighting, candidate: Candidate) -> str:
    return "kategori sama" if candidate.known.category == sighting.category else "kategori lain"


def distance(candidate: Candidate) -> str:
    """How far apart, in words."""
    if candidate.apart_m is None:
        return "tempat bernama sama" if candidate.named else "jarak tidak diketahui"
    words = f"{candidate.apart_m:.0f} m dari laporan lain"
    return f"{words} (lokasi meleset sekitar {candidate.off_m:.0f} m)" if candidate.off_m else words


def _when(sighting: Sighting, candidate: Candidate) -> str:
    known = candidate.known
    if sighting.at < known.opened_at:
        return f"{span(candidate.gap_s)} sebelum laporan pertama"
    if sighting.at > known.last_at:
        return f"{span(candidate.gap_s)} dari laporan terakhir"
    return "di antara laporan pertama dan terakhir"


def span(seconds: float) -> str:
    """A stretch of time in its unit."""
    for size, unit in _SPANS:
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} detik"
