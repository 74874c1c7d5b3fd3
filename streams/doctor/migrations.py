"""Whether the database and this version of the code belong together."""

from collections.abc import Iterable, Iterator, Mapping

from sinks.server_state import Applied
from sinks.sql import Migration
from streams.findings import Finding, counted, listed, wrong

_ABOUT = "migrations"


def missing(steps: Iterable[Migration]) -> Iterator[Finding]:
    """Those that the database lacks."""
    names = [_name(step) for step in steps]
    if names:
        yield wrong(
            _ABOUT, f"{counted(len(names), 'migration')} missing: {listed(names)}", "run `sinergi migrate`"
        )


def migrations(applied: Iterable[Applied] | None, steps: Iterable[Migration]) -> Iterator[Finding]:
    """Missing, changed, or of a newer version. `applied` is None where there are no tables."""
    here = {one.number: one for one in applied or ()}
    known: Mapping[int, Migration] = {step.number: step for step in steps}
    findings = [*missing(step for number, step in known.items() if number not in here)]
    if newer := [_name(one) for number, one in sorted(here.items()) if number not in known]:
        findings.append(
            wrong(
                _ABOUT,
                f"the database is newer than this code: {listed(newer)}",
                "install the version that brought them; it is well only while an upgrade is under way",
            )
        )
    if changed := [_name(one) for number, one in here.items() if _differs(one, known.get(number))]:
        findings.append(
            wrong(
                _ABOUT,
                f"applied from another text than this code has: {listed(changed)}",
                "find out which build migrated this database; its tables may be others than these",
            )
        )
    yield from findings or [Finding(_ABOUT, f"all {len(known)} are applied")]


def _differs(applied: Applied, step: Migration | None) -> bool:
    return step is not None and step.checksum != applied.checksum


def _name(step: Migration | Applied) -> str:
    return f"{step.number:04} {step.name}"
