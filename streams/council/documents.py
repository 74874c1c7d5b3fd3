"""Figures as documents that say what they are: for JSON, and for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from streams.council.definitions import Definition, definitions
from streams.council.figures import Row
from streams.council.hearing import Heardness
from streams.council.period import Period


def answers_document(
    rows: Sequence[Row], all_of_them: Row | None, names: Mapping[str, str], period: Period, taken_at: datetime
) -> dict[str, object]:
    """`names` are those of the groups."""
    return {
        **_asked(period),
        "taken_at": taken_at.isoformat(),
        "rows": [{"name": names.get(row.group, row.group), **asdict(row)} for row in rows],
        "whole": all_of_them and asdict(all_of_them),
        "definitions": _defined(definitions().answers),
    }


def hearing_document(found: Heardness | None, names: Mapping[str, str], period: Period) -> dict[str, object]:
    """`names` are those of the kelurahan; without any where nothing can be said."""
    return {
        **_asked(period),
        "rate": found and found.rate,
        "dispersion": found and found.dispersion,
        "steepness": found and found.steepness,
        "rows": [
            {"name": names.get(one.kelurahan, one.kelurahan), **asdict(one)}
            for one in (found.kelurahan if found else ())
        ],
        "categories": found and dict(found.categories),
        "definitions": _defined(definitions().hearing),
        "assumptions": list(definitions().assumptions),
    }


def _asked(period: Period) -> dict[str, object]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat()}


def _defined(defined: Mapping[str, Definition]) -> dict[str, object]:
    return {name: asdict(one) for name, one in defined.items()}
