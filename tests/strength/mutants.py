"""`make mutation`: how many small changes of the code the unit tests notice, by what mutmut leaves."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CORE = "streams/core/"
GROUPS = ("fold", "dedupe", "life")
LEAST = 85.0
"""Percent of a group's mutants. A timeout does not count as noticed: a busy machine makes some, too."""

_ENDED: Mapping[int | None, str] = {1: "killed", 3: "killed", 0: "survived", 33: "untested", 5: "untested"}
_TIMEOUTS = (-24, 24, 36, 152, 255)


@dataclass(frozen=True, slots=True)
class Module:
    """What became of the mutants of a module, which is named from `CORE` on; and those that live on."""

    name: str
    ended: Counter[str]
    alive: Sequence[str] = ()

    @property
    def group(self) -> str:
        """One of `GROUPS`."""
        return self.name.removesuffix(".py").partition("/")[0]

    @property
    def score(self) -> float:
        """Percent that were killed."""
        return 100 * self.ended["killed"] / max(1, self.ended.total())


def read(folder: Path) -> Iterator[Module]:
    """The modules that mutmut changed, in order of their names; of `folder`, where it works."""
    for path in sorted((folder / CORE).rglob("*.py.meta")):
        exits: Mapping[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if exits:
            name = path.relative_to(folder / CORE).as_posix().removesuffix(".meta")
            ended = {mutant: ended_as(code) for mutant, code in exits.items()}
            alive = [mutant for mutant, how in ended.items() if how != "killed"]
            yield Module(name, Counter(ended.values()), alive)


def ended_as(code: int | None) -> str:
    """What the exit code of a mutant's tests says; `not run` if there is none."""
    if code in _TIMEOUTS:
        return "timeout"
    return "not run" if code is None else _ENDED.get(code, "other")


def together(modules: Iterable[Module]) -> list[Module]:
    """One for each of `GROUPS` that has mutants."""
    sums = {group: Counter[str]() for group in GROUPS}
    for module in modules:
        sums[module.group] += module.ended
    return [Module(group, ended) for group, ended in sums.items() if ended]


def table(modules: Sequence[Module]) -> Iterator[str]:
    """By module, then by group."""
    heads = ("mutants", "killed", "survived", "untested", "timeout", "other", "not run")
    yield f"{'module':<24} " + " ".join(f"{head:>8}" for head in heads) + "    score"
    for module in (*modules, *together(modules)):
        figures = [module.ended.total(), *(module.ended[head] for head in heads[1:])]
        yield (
            f"{module.name:<24} " + " ".join(f"{figure:>8}" for figure in figures) + f" {module.score:7.1f}%"
        )


def main() -> int:
    """Print who lives and the table; 1 if a group scores less than `LEAST`, or has none."""
    modules = [*read(Path(sys.argv[1]))]
    alive = [mutant for module in modules for mutant in module.alive]
    sys.stdout.write("\n".join((*alive, *table(modules), "")))
    groups = together(modules)
    return int(len(groups) < len(GROUPS) or any(group.score < LEAST for group in groups))


if __name__ == "__main__":
    sys.exit(main())
