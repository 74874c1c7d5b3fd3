"""Whether the database and this version of the code belong together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sinks.migrate import Applied, Newer, newer
from sinks.sql import Migration
from streams.connections import START_NEWER, too_new
from streams.findings import Finding, counted, listed, warning, wrong

_ABOUT = "migrations"


def migrations(applied: Iterable[Applied] | None, steps: Sequence[Migration]) -> Iterator[Finding]:
    """Missing, changed, or of a newer version. `applied` is None where there are no tables."""
    here = {one.number: one for one in applied or ()}
    known: Mapping[int, Migration] = {step.number: step for step in steps}
    findings = [*_missing([_name(step) for step in steps if step.number not in here])]
    findings += _newer(newer(here.values(), steps))
    if changed := [_name(one) for number, one in here.items() if _differs(one, known.get(number))]:
        findings.append(
            wrong(
                _ABOUT,
                f"applied from another text than this code has: {listed(changed)}",
                "find out which build migrated this database; its tables may be others than these",
            )
        )
    yield from findings or [Finding(_ABOUT, f"all {len(known)} are applied")]


def _missing(names: Sequence[str]) -> Iterator[Finding]:
    if names:
        yield wrong(
            _ABOUT, f"{counted(len(names), 'migration')} missing: {listed(names)}", "run `sinergi migrate`"
        )


def _newer(found: Sequence[Newer]) -> Iterator[Finding]:
    """The verdict of workers, which start where it fits."""
    if told := too_new(found):
        yield wrong(_ABOUT, told, START_NEWER)
    elif found:
        names = listed([_name(one) for one in found])
        yield warning(
            _ABOUT,
            f"the database is newer than this code, which fits it all the same: {names}",
            "nothing in the middle of an upgrade, or after going back; else install the version that "
            "brought them",
        )


def _differs(applied: Applied, step: Migration | None) -> bool:
    return step is not None and step.checksum != applied.checksum


def _name(step: Migration | Applied | Newer) -> str:
    return f"{step.number:04} {step.name}"
