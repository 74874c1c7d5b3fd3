"""How urgent: the category's own urgency, raised by events that a text tells and does not take back."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from schemas.catalog.models import Catalog, Urgency
from schemas.catalog.urgency import Events, UrgencyRules, WaterDepth
from schemas.classified import Grade
from streams.core.grade.denial import Denials, Denied, Denier
from streams.core.grade.depth import Depth, Gauge
from streams.core.grade.patterns import Match, Patterns
from streams.core.spelling import ENDS, Glance, Spellings, plain

GAP = 2
"""So many other words may stand between those of a phrase: "pohon mangga besar tumbang"."""
DEPTH_NEGATION_WORDS = 3
"""A depth is a measure, told for itself, so "tidak" reaches no farther to it."""
OVER_WORDS = 3
"""So many words may stand between an end and what is over."""
OVER_MAX = Urgency.HIGH
NO_EVENT_MAX = Urgency.NORMAL
"""A fire that burned down, a fire that somebody fears: what is left when nothing else is told."""

Kind = Literal["people", "danger", "water", "harmless", "over_danger", "over_all", "at_risk"]
EVENTS: Set[Kind] = frozenset(("people", "danger"))
EVENTS_AND_AT_RISK: Set[Kind] = EVENTS | frozenset(("at_risk",))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase of the catalog tells."""

    kind: Kind
    urgency: Urgency = Urgency.LOW


Found = Match[Meaning]


@dataclass(frozen=True, slots=True)
class Event:
    """Something a text tells at its words `start` to `end` (inclusive), and the rule that reads it so.

    `taken_back` are the words that say it did not happen, or, if `over`, that it has ended.
    """

    start: int
    end: int
    kind: Kind
    urgency: Urgency
    rule: str
    taken_back: str | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Grades:
    """What the catalog says about urgency."""

    rules: UrgencyRules
    usual: Mapping[str, Grade]
    spellings: Spellings
    patterns: Patterns[Meaning]
    gauge: Gauge
    denials: Denials
    stops: frozenset[str]
    anew: frozenset[str]
    after: tuple[tuple[str, ...], ...]
    glance: Glance
    glance_at_risk: Glance
    """Sees people at risk too."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Grades":
        """Index a catalog."""
        rules = catalog.urgency
        patterns = Patterns.of(_phrases(rules), rules.groups, rules.common)
        gauge, denials = Gauge.of(rules.water_depth), Denials.of(rules.denials)
        vocabulary = patterns.vocabulary | gauge.vocabulary | denials.vocabulary - ENDS
        spellings = Spellings.of(rules.spellings, vocabulary)
        return cls(
            rules,
            {
                c.id: Grade(urgency=c.urgency, rule=f"biasanya untuk {c.id}")
                for c in catalog.categories.values()
            },
            spellings,
            patterns,
            gauge,
            denials,
            denials.stops,
            denials.stops | {"masih", "ada"},
            tuple(tuple(phrase.split()) for phrase in rules.denials.after),
            *(
                Glance.at((*_telling(patterns, kinds), *gauge.phrases), rules.common, spellings)
                for kinds in (EVENTS, EVENTS_AND_AT_RISK)
            ),
        )


def grade(grades: Grades, category: str, text: str) -> Grade:
    """The urgency of a report, and the rule that said so, in Indonesian."""
    usual = grades.usual[category]
    rules = grades.rules
    text = plain(text)
    at_risk = category in rules.at_risk.categories
    if not (grades.glance_at_risk if at_risk else grades.glance).sees(text):
        return usual
    words = grades.spellings.read(text)
    matches = _shown(list(grades.patterns.find(words, grades.stops)))
    depths = list(grades.gauge.read(words, implied=category in rules.water_depth.categories))
    if not matches and not depths:
        return usual
    denied = grades.denials.of_words(words)
    events = [*_told(grades, words, matches, denied), *_water(rules.water_depth, words, depths, denied)]
    events = list(_without_over(grades, words, matches, denied, events))
    standing = [event for event in events if event.taken_back is None]
    if events and not standing:
        return _lowered(usual, events)
    worst = max(standing, key=lambda event: (event.urgency.rank, -event.end), default=None)
    if worst and worst.urgency.rank > usual.urgency.rank:
        usual = Grade(urgency=worst.urgency, rule=worst.rule)
    if at_risk:
        return _raised_by_people(usual, words, matches, denied)
    return usual


def _telling(patterns: Patterns[Meaning], kinds: Set[Kind]) -> Iterator[tuple[frozenset[str], ...]]:
    """The phrases without which a text tells no event; that something is over then matters not."""
    return (pattern.words for pattern in patterns if pattern.meaning.kind in kinds)


def _phrases(rules: UrgencyRules) -> Iterator[tuple[str, int, Meaning]]:
    told: tuple[tuple[Kind, Events], ...] = (("people", rules.people), ("danger", rules.dangers))
    for kind, events in told:
        for urgency, phrases in ((Urgency.HIGH, events.high), (Urgency.EMERGENCY, events.emergency)):
            yield from ((phrase, GAP, Meaning(kind, urgency)) for phrase in phrases)
    yield from ((phrase, GAP, Meaning("at_risk")) for phrase in rules.at_risk.people)
    yield from ((phrase, 0, Meaning("harmless")) for phrase in rules.harmless)
    yield from ((phrase, 0, Meaning("over_danger")) for phrase in rules.over.danger)
    yield from ((phrase, 0, Meaning("over_all")) for phrase in rules.over.all)


def _shown(matches: list[Found]) -> list[Found]:
    """Without those that end inside a harmless phrase."""
    hidden = {at for match in matches if match.pattern.meaning.kind == "harmless" for at in match.at}
    return [match for match in matches if match.at[-1] not in hidden] if hidden else matches


def _told(grades: Grades, words: Sequence[str], matches: Sequence[Found], denied: Denied) -> Iterator[Event]:
    for match in matches:
        kind, urgency = match.pattern.meaning.kind, match.pattern.meaning.urgency
        if kind in EVENTS:
            phrase, said = match.pattern.phrase, match.said(words)
            rule = f"kata '{said}'" if said == phrase else said
            start, end = match.at[0], match.at[-1]
            yield Event(start, end, kind, urgency, rule, _denial(grades, words, denied[start], end))


def _denial(grades: Grades, words: Sequence[str], denier: Denier | None, end: int) -> str | None:
    """What takes an event back: words before it, or "tidak ada" right after it."""
    if denier:
        return denier.said
    next = end + 2 if words[end + 1 : end + 2] == [":"] else end + 1
    for phrase in grades.after:
        rest = next + len(phrase)
        if tuple(words[next:rest]) == phrase and words[rest : rest + 1] != ["yang"]:
            return " ".join(phrase)
    return None


def _water(
    rule: WaterDepth, words: Sequence[str], depths: Sequence[Depth], denied: Denied
) -> Iterator[Event]:
    for depth in depths:
        if depth.cm >= rule.high_cm:
            urgency = Urgency.EMERGENCY if depth.cm >= rule.emergency_cm else Urgency.HIGH
            taken_back = _depth_denial(words, denied[depth.start], depth)
            yield Event(depth.start, depth.end, "water", urgency, f"air {depth.said}", taken_back)


def _depth_denial(words: Sequence[str], denier: Denier | None, depth: Depth) -> str | None:
    """ "hampir selutut" is a depth, and so is one that is told as reached in spite of a worry."""
    if denier is None or denier.said == "hampir":
        return None
    if denier.kind == "negation" and depth.start - denier.at > DEPTH_NEGATION_WORDS:
        return None
    if denier.kind == "supposition" and "sudah" in words[max(0, depth.start - 1) : depth.start + 1]:
        return None
    return denier.said


def _without_over(
    grades: Grades, words: Sequence[str], matches: Sequence[Found], denied: Denied, events: Sequence[Event]
) -> Iterator[Event]:
    """The events, those taken back that the text says are over."""
    overs = [
        match
        for match in matches
        if match.pattern.meaning.kind in ("over_danger", "over_all")
        and denied[match.at[0]] is None
        and words[match.at[-1] + 1 : match.at[-1] + 2] != ["belum"]
    ]
    last = {over.pattern.meaning.kind: over for over in overs}
    behind = {at: over for over in overs for at in _behind(grades, words, over.at[-1])}
    for event in events:
        ends = [over for over in last.values() if event.end < over.at[0]]
        ends += [behind[event.start]] if event.start in behind else []
        over = next((over for over in ends if _may_end(over, event)), None)
        yield replace(event, taken_back=over.pattern.phrase, over=True) if over else event


def _behind(grades: Grades, words: Sequence[str], end: int) -> Iterator[int]:
    """The places of what is over too: "sudah padam kebakarannya", but not "sudah padam, ada korban"."""
    for at in range(end + 1, min(end + 2 + OVER_WORDS, len(words))):
        yield at
        if words[at] in grades.anew:
            return


def _may_end(over: Found, event: Event) -> bool:
    return event.taken_back is None and (event.kind != "people" or over.pattern.meaning.kind == "over_all")


def _lowered(usual: Grade, events: Sequence[Event]) -> Grade:
    """When all that a text tells is over or no event, the usual is too much for a fire or an accident."""
    over = next((event for event in events if event.over), None)
    if over and usual.urgency.rank > OVER_MAX.rank:
        return Grade(urgency=OVER_MAX, rule=f"sudah lewat: '{over.taken_back}'")
    no_event = next((event for event in events if event.kind == "danger"), None)
    if not over and no_event and usual.urgency.rank > NO_EVENT_MAX.rank:
        return Grade(urgency=NO_EVENT_MAX, rule=f"bukan kejadian: '{no_event.taken_back}'")
    return usual


def _raised_by_people(so_far: Grade, words: Sequence[str], matches: Sequence[Found], denied: Denied) -> Grade:
    if any(match.pattern.meaning.kind in {"over_danger", "over_all"} for match in matches):
        return so_far
    for match in matches:
        if match.pattern.meaning.kind == "at_risk" and denied[match.at[0]] is None:
            higher = list(Urgency)[min(so_far.urgency.rank + 1, Urgency.EMERGENCY.rank)]
            if higher is not so_far.urgency:
                return Grade(urgency=higher, rule=f"{so_far.rule}, dan ada {match.said(words)}")
    return so_far
