"""What two rule sets made of the same reports, side by side. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from schemas.classified import ReportKey
from schemas.correction import report_name_of
from schemas.incident import Decision
from streams.whatif.change import Cause, Change, Drift, Example, Load, Piece, Regrouped, Shift, Turn, Turns
from streams.whatif.partitions import Group, Partition, Regrouping, regroup
from streams.whatif.trial import Outcome, Refused, Trial

EXAMPLES = 5
"""So many incidents are shown that merged, and that were split."""
PARTS = 5
"""So many parts of each."""
KINDS = 10
"""So many kinds of change are shown."""


def compare(before: Trial, after: Trial, recorded: Partition) -> Change:
    """Compare what two rule sets made of the same reports; `recorded` is what Postgres holds of them."""
    regrouping = regroup(before.partition, after.partition)
    both = [(one, after.outcomes[key]) for key, one in before.outcomes.items() if key in after.outcomes]
    return Change(
        reports=len(recorded),
        incidents=Shift(_incidents(before), _incidents(after)),
        moved=regrouping.moved,
        merged=_regrouped(regrouping.merged, after.outcomes),
        split=_regrouped(regrouping.split, after.outcomes),
        decisions=_decisions(before, after),
        agencies=_loads(before, after),
        categories=_turns((old.category, new.category) for old, new in both),
        urgency=_turns((old.urgency, new.urgency) for old, new in both),
        refused=Shift(len(before.refused), len(after.refused)),
        refused_because=_causes(before.refused, after.refused),
        recorded=_drift(regroup(recorded, before.partition)),
    )


def _incidents(trial: Trial) -> int:
    return len({outcome.incident for outcome in trial.outcomes.values()})


def _regrouped(groups: Sequence[Group], after: Mapping[ReportKey, Outcome]) -> Regrouped:
    return Regrouped(
        len(groups),
        sum(len(group.parts) for group in groups),
        sum(group.pairs for group in groups),
        tuple(_example(group, after) for group in groups[:EXAMPLES]),
    )


def _example(group: Group, after: Mapping[ReportKey, Outcome]) -> Example:
    pieces = (
        Piece(
            part.incident,
            part.reports,
            report_name_of(part.first),
            after[part.first].text,
            after[part.first].reason,
        )
        for part in group.parts[:PARTS]
    )
    reports = sum(part.reports for part in group.parts)
    return Example(group.incident, reports, len(group.parts), tuple(pieces))


def _decisions(before: Trial, after: Trial) -> dict[Decision, Shift]:
    old, new = (Counter(one.decision for one in trial.outcomes.values()) for trial in (before, after))
    return {decision: Shift(old[decision], new[decision]) for decision in Decision}


def _loads(before: Trial, after: Trial) -> tuple[Load, ...]:
    """Every agency that hears anything; where most changes, first."""
    loads = [
        Load(
            agency,
            Shift(before.opened[agency], after.opened[agency]),
            Shift(before.dispatches[agency], after.dispatches[agency]),
        )
        for agency in before.dispatches.keys() | after.dispatches.keys()
    ]
    return tuple(
        sorted(loads, key=lambda load: (-_size(load.incidents), -_size(load.dispatches), load.agency))
    )


def _size(shift: Shift) -> int:
    return abs(shift.after - shift.before)


def _turns(pairs: Iterable[tuple[str, str]]) -> Turns:
    found = Counter((old, new) for old, new in pairs if old != new)
    ordered = sorted(found.items(), key=lambda turn: (-turn[1], turn[0]))
    return Turns(found.total(), tuple(Turn(*pair, number) for pair, number in ordered[:KINDS]))


def _causes(before: Mapping[ReportKey, Refused], after: Mapping[ReportKey, Refused]) -> tuple[Cause, ...]:
    newly = {key: why for key, why in after.items() if key not in before}
    first: dict[Refused, ReportKey] = {}
    for key, why in newly.items():
        first.setdefault(why, key)
    found = Counter(newly.values()).most_common()
    ordered = sorted(found, key=lambda cause: (-cause[1], cause[0].code, cause[0].reason))
    return tuple(
        Cause(why.code, why.reason, number, report_name_of(first[why])) for why, number in ordered[:KINDS]
    )


def _drift(regrouping: Regrouping) -> Drift:
    return Drift(regrouping.moved, len(regrouping.merged), len(regrouping.split))
