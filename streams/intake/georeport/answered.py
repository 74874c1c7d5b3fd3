"""What was answered to what a form asks, as sentences of the report."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from schemas.catalog.attributes import Attribute, Datatype
from schemas.catalog.models import Category
from streams.http.faults import Fault
from streams.http.fields import number_of
from streams.http.forms import Form

STRING_LENGTH = 250
TEXT_LENGTH = 2_000

_NAME = re.compile(r"attribute\[([^\[\]]*)\](?:\[\])?")


def sentences_of(form: Form, category: Category) -> tuple[list[str], list[Fault]]:
    """One for each answer, in the order of the catalog: "Ketinggian air: selutut."; and what is wrong."""
    given = _given(form)
    sentences: list[str] = []
    faults: list[Fault] = []
    for attribute in category.attributes:
        try:
            answer = _answer(attribute, given.pop(attribute.code, ()))
        except Fault as fault:
            faults.append(fault)
        else:
            sentences += [f"{attribute.description}: {answer}."] if answer else []
    faults += [Fault(400, "not_asked", field=_field(code), service=category.id) for code in given]
    return sentences, faults


def _given(form: Form) -> dict[str, tuple[str, ...]]:
    """`attribute[code]` and `attribute[code][]` are the same question."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in form.fields.items():
        if asked := _NAME.fullmatch(name):
            found[asked[1]] = (*found.get(asked[1], ()), *values)
    return found


def _answer(attribute: Attribute, values: Sequence[str]) -> str:
    field = _field(attribute.code)
    if not values:
        if attribute.required:
            raise Fault(400, "missing", field=field)
        return ""
    if attribute.datatype is Datatype.MULTI:
        return ", ".join(_chosen(attribute, field, dict.fromkeys(values)))
    if len(values) > 1:
        raise Fault(400, "twice", field=field)
    if attribute.datatype is Datatype.SINGLE:
        return ", ".join(_chosen(attribute, field, values))
    return _written(attribute.datatype, field, values[0])


def _chosen(attribute: Attribute, field: str, keys: Sequence[str] | Mapping[str, None]) -> Iterator[str]:
    names = {value.key: value.name for value in attribute.values}
    for key in keys:
        if key not in names:
            raise Fault(400, "not_listed", field=field, what=repr(key[:40]), valid=", ".join(names))
        yield names[key]


def _written(datatype: Datatype, field: str, value: str) -> str:
    most = TEXT_LENGTH if datatype is Datatype.TEXT else STRING_LENGTH
    if len(value) > most:
        raise Fault(400, "too_long", field=field, most=most)
    if datatype is not Datatype.TEXT and not value.isprintable():
        raise Fault(400, "one_line", field=field)
    match datatype:
        case Datatype.NUMBER:
            return f"{number_of(field, value):.12g}".replace(".", ",")
        case Datatype.DATETIME:
            return _moment(field, value)
        case _:
            return value.rstrip(".")


def _moment(field: str, value: str) -> str:
    try:
        return datetime.fromisoformat(value).strftime("%d-%m-%Y %H.%M")
    except ValueError as error:
        raise Fault(400, "no_time", field=field) from error


def _field(code: str) -> str:
    return f"attribute[{code[:40]}]"
