"""What pip-audit found, judged: what must be acted on, and what nobody could be asked about.

pip-audit ends with 0 and "no known vulnerabilities" where the service of advisories knows none of the
packages, as behind a mirror that only hands out files. So its report is read, and not its exit code.
"""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict


class Advisory(BaseModel):
    """One known fault of one version."""

    id: str
    aliases: tuple[str, ...] = ()
    fix_versions: tuple[str, ...] = ()


class Audited(BaseModel):
    """One line of a lock file; `skip_reason` says why nothing is known of it."""

    name: str
    version: str = ""
    skip_reason: str | None = None
    vulns: tuple[Advisory, ...] = ()


class Report(BaseModel):
    """What pip-audit writes as JSON."""

    dependencies: tuple[Audited, ...]


class Accepted(BaseModel):
    """An advisory that we live with until the end of a day."""

    model_config = ConfigDict(extra="forbid")

    id: str
    package: str
    why: str
    until: date


class AcceptedFile(BaseModel):
    """accepted.toml."""

    model_config = ConfigDict(extra="forbid")

    accepted: tuple[Accepted, ...] = ()


class Verdict(BaseModel):
    """Lines for a person: what must be acted on, what is accepted, and of which packages nothing is known."""

    wrong: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    asked: int = 0


def judge(audited: Iterable[Audited], accepted: Iterable[Accepted], today: date) -> Verdict:
    """The verdict of a day. What was accepted and is found no more is wrong too: the file must shrink."""
    packages, live = list(audited), list(accepted)
    found = [(one, advisory) for one in packages for advisory in one.vulns]
    wrong, lived_with = [], []
    for one, advisory in found:
        entry = next((entry for entry in live if _is(entry, one, advisory)), None)
        line = f"{one.name} {one.version}: {advisory.id}, {_remedy(advisory)}"
        if entry is None:
            wrong.append(line)
        elif entry.until < today:
            wrong.append(f"{line}; it was accepted until {entry.until}")
        else:
            lived_with.append(f"{line}; accepted until {entry.until}: {entry.why}")
    unasked = tuple(one.name for one in packages if one.skip_reason is not None)
    wrong += [
        f"{entry.package}: {entry.id} is accepted and not found any more; take it out"
        for entry in live
        if entry.package not in unasked and not any(_is(entry, *pair) for pair in found)
    ]
    return Verdict(
        wrong=tuple(wrong),
        accepted=tuple(lived_with),
        unasked=unasked,
        asked=len(packages) - len(unasked),
    )


def _is(entry: Accepted, one: Audited, advisory: Advisory) -> bool:
    return entry.package == one.name and entry.id in (advisory.id, *advisory.aliases)


def _remedy(advisory: Advisory) -> str:
    return f"mended in {', '.join(advisory.fix_versions)}" if advisory.fix_versions else "mended nowhere yet"
