"""What a change of a JSON Schema breaks for those who rely on the released one.

What others write must still be taken: a field may not go or become required, a type, value or bound may not
narrow. What others read must still be what they were told: a field may not go or become optional, a type or
bound may not widen. Fields may be added; what reads passes over those that it does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic.json_schema import JsonSchemaValue

from schemas.documents.contracts import Side
from schemas.documents.inline import inlined
from schemas.documents.shapes import DESCRIBING, bare, name_of, shapes, takes, values_of

OPEN = frozenset({("dispatch", "kind"), ("event", "kind"), ("event", "why[]"), ("feedback", "kind")})
"""Fields that may take new values: their readers were told to pass over what they do not know."""

_LOW = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_HIGH = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_COMPARED = frozenset(
    {"type", "enum", "const", "properties", "required", "items", "additionalProperties", "allOf"}
)


@dataclass(frozen=True, slots=True)
class Break:
    """What somebody who relies on a released contract would trip over; no field if it is the whole of it."""

    contract: str
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.field + ': ' if self.field else ''}{self.what}"


@dataclass(frozen=True, slots=True)
class _Found:
    field: str
    what: str


def breaks(
    contract: str, side: Side, released: JsonSchemaValue, today: JsonSchemaValue | None
) -> list[Break]:
    """All that breaks between a released schema and today's, which is None where the contract is gone."""
    if today is None:
        return [Break(contract, "", "is gone")]
    before, now = inlined(released), inlined(today)
    if side is Side.OUTGOING:
        found = _Comparison(written=now, taken=before, contract=contract, outgoing=True).all()
    else:
        found = _Comparison(written=before, taken=now, contract=contract, outgoing=False).all()
    return [Break(contract, one.field, one.what) for one in found]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Whether all that may be `written` is `taken`, at one place of a contract.

    Of what comes in the released schema is written and today's takes; of what goes out the other way round.
    """

    written: JsonSchemaValue
    taken: JsonSchemaValue
    contract: str
    outgoing: bool
    field: str = ""

    def all(self) -> Iterator[_Found]:
        """What is written and not taken: each shape is compared with the likest one that takes its kind."""
        for shape in shapes(self.written):
            results = [
                list(self._with(shape, to).of_one_kind()) for to in shapes(self.taken) if takes(to, shape)
            ]
            if results:
                yield from min(results, key=len)
            else:
                yield self._was(name_of(self.written), name_of(self.taken))

    def _with(self, written: JsonSchemaValue, taken: JsonSchemaValue, step: str = "") -> "_Comparison":
        dot = "." if self.field and step and not step.startswith("[") else ""
        return _Comparison(written, taken, self.contract, self.outgoing, f"{self.field}{dot}{step}")

    def of_one_kind(self) -> Iterator[_Found]:
        """What is written and not taken, of two shapes of one kind."""
        yield from self._values()
        yield from self._bounds()
        yield from self._rules()
        yield from self._fields()
        yield from self._others()
        if "items" in self.taken:
            yield from self._with(self.written.get("items", {}), self.taken["items"], "[]").all()

    def _values(self) -> Iterator[_Found]:
        taken, written = values_of(self.taken), values_of(self.written)
        if taken is None or (self.outgoing and (self.contract, self.field) in OPEN):
            return
        if written is None:
            yield self._was("any", f"one of {', '.join(map(str, taken))}")
            return
        lost = [str(value) or "''" for value in written if value not in taken]
        if lost:
            done = "may now be" if self.outgoing else "no longer takes"
            yield _Found(self.field, f"{done} {', '.join(lost)}")

    def _bounds(self) -> Iterator[_Found]:
        for keyword in (*_LOW, *_HIGH):
            written, taken = self.written.get(keyword), self.taken.get(keyword)
            if taken is None or (keyword.startswith("min") and taken == 0 and keyword != "minimum"):
                continue
            within = written is not None and (written >= taken if keyword in _LOW else written <= taken)
            if not within:
                yield self._changed(keyword)

    def _rules(self) -> Iterator[_Found]:
        kept = [bare(rule) for rule in self.written.get("allOf", ())]
        for rule in self.taken.get("allOf", ()):
            if not any(_is_met(bare(rule), one) for one in kept):
                done = "is given up" if self.outgoing else "is new"
                yield _Found(self.field, f"the rule {rule.get('description', bare(rule))!r} {done}")

    def _fields(self) -> Iterator[_Found]:
        written, taken = self.written.get("properties", {}), self.taken.get("properties", {})
        gone = (taken.keys() - written.keys()) if self.outgoing else (written.keys() - taken.keys())
        yield from (self._at(name, "is gone") for name in sorted(gone))
        for name in self.taken.get("required", ()):
            if name not in self.written.get("required", ()) and name not in gone:
                new = "is new and required" if name not in written else "became required"
                yield self._at(name, "is no longer always there" if self.outgoing else new)
        for name in taken:
            if name in written:
                yield from self._with(written[name], taken[name], name).all()
        yield from self._more()

    def _more(self) -> Iterator[_Found]:
        """Fields that are not listed."""
        written = self.written.get("additionalProperties", True)
        taken = self.taken.get("additionalProperties", True)
        if isinstance(taken, dict):
            yield from self._with(written if isinstance(written, dict) else {}, taken, "{}").all()
        elif taken is False and written is not False:
            yield _Found(
                self.field, "there may be other fields now" if self.outgoing else "refuses other fields"
            )
        # Readers ignore what is not listed, unless they say that they keep it.
        if (
            not self.outgoing
            and written
            and "additionalProperties" in self.written.keys() - self.taken.keys()
        ):
            yield _Found(self.field, "no longer keeps fields that are not listed")

    def _others(self) -> Iterator[_Found]:
        """Keywords of which we cannot say what is wider: patterns, formats, conditions."""
        known = _COMPARED.union(_LOW, _HIGH, DESCRIBING)
        for keyword in sorted(self.taken.keys() - known):
            if bare(self.taken[keyword]) != bare(self.written.get(keyword)):
                yield self._changed(keyword)

    def _at(self, name: str, what: str) -> _Found:
        return _Found(self._with({}, {}, name).field, what)

    def _changed(self, keyword: str) -> _Found:
        written, taken = self.written.get(keyword, "none"), self.taken.get(keyword, "none")
        released, today = (taken, written) if self.outgoing else (written, taken)
        return _Found(self.field, f"{keyword} was {released}, is {today}")

    def _was(self, written: str, taken: str) -> _Found:
        released, today = (taken, written) if self.outgoing else (written, taken)
        return _Found(self.field, f"was {released}, is {today}")


def _is_met(rule: object, kept: object) -> bool:
    """Whether what meets the kept rule meets this one: the same, or with more to choose from."""
    match rule, kept:
        case {"anyOf": [*choices], **others}, {"anyOf": [*fewer], **same} if others == same:
            return all(choice in choices for choice in fewer)
    return rule == kept
