"""A lock file as uv writes it: names, versions, and who asks for what."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LINE = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(\[[^]]*\])?==(?P<version>[^\s;\\]+)")
_ASKED_BY = re.compile(r"^    #   (?:via )?|^    # via ")
US = "sinergi (pyproject.toml)"
INSTALLED_EXTRAS = ("intake", "board", "oidc", "s3", "tracing")
"""Those that deploy/install installs."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock, and the names of those that ask for it."""

    name: str
    version: str
    asked_by: frozenset[str]


def locked(text: str) -> list[Locked]:
    """Every line of a lock."""
    found: list[Locked] = []
    for line in text.splitlines():
        if match := _LINE.match(line):
            found.append(Locked(match["name"], match["version"], frozenset()))
        elif found and _ASKED_BY.match(line) and (asker := _ASKED_BY.sub("", line).strip()):
            last = found[-1]
            found[-1] = Locked(last.name, last.version, last.asked_by | {asker})
    return found


def installed(lines: Iterable[Locked], pyproject: str) -> frozenset[str]:
    """Names of what an installation has; all others serve tests, learning and the first run."""
    project = tomllib.loads(pyproject)["project"]
    asked = [*project["dependencies"]]
    for extra in INSTALLED_EXTRAS:
        asked += project["optional-dependencies"][extra]
    roots = {canonical(re.split(r"[^\w.-]", one, maxsplit=1)[0]) for one in asked}
    return _closure(roots, {one.name: one.asked_by for one in lines})


def canonical(name: str) -> str:
    """As the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _closure(roots: Iterable[str], askers: Mapping[str, frozenset[str]]) -> frozenset[str]:
    reached: set[str] = set()
    more = set(roots)
    while more:
        reached |= more
        more = {name for name, by in askers.items() if by & reached} - reached
    return frozenset(reached)
