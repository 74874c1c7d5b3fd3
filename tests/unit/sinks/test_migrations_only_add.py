"""Code of before goes on working while a migration is applied, and after it: so migrations only add.

Statements are told apart by their first words, and what is not known to only add must be explained: by
`-- needs 0014: why` for code that must not work on the schema any more, or else by `-- harmless: why`. It is
not looked at whether that is true, nor at what functions do.
"""

import re
from collections.abc import Iterator

import pytest

from sinks.sql import Migration, migrations

BEFORE_THE_RULE = 13
"""Up to this step nothing was promised to workers that run meanwhile."""

_ADDS = (
    r"create (table|index|function|procedure|view|materialized view|type|sequence|role)\b",
    r"comment on\b",
    r"insert into\b",
    r"call (grant_reading|grant_rights)\(",
    r"grant\b",
)
_COLUMN = re.compile(
    r"add column\b(?!.*\b(unique|primary key)\b)(?!(?!.*\b(default|generated)\b).*\bnot null\b)"
)
_ALTER = re.compile(r"alter table (?:only )?\S+ (.*)")
_NOT_CODE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(?P<tag>\$\w*\$).*?(?P=tag)", re.DOTALL)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_EXPLAINED = re.compile(r"^-- (harmless|needs \d{4}): \S", re.MULTILINE)


def unexplained(text: str) -> list[str]:
    """Statements that may take something away from older code, unless the text explains them."""
    return [] if _EXPLAINED.search(text) else [one for one in _statements(text) if not _only_adds(one)]


def _statements(text: str) -> Iterator[str]:
    code = _NOT_CODE.sub(lambda found: " " if found[0][0] in "-/" else "''", text).lower()
    for statement in code.split(";"):
        if words := " ".join(statement.split()):
            yield words


def _only_adds(statement: str) -> bool:
    if altered := _ALTER.match(statement):
        return all(_COLUMN.match(action.strip()) for action in _without_brackets(altered[1]).split(","))
    return any(re.match(start, statement) for start in _ADDS)


def _without_brackets(text: str) -> str:
    while (shorter := _IN_BRACKETS.sub(" ", text)) != text:
        text = shorter
    return text


@pytest.mark.parametrize("step", migrations()[BEFORE_THE_RULE:], ids=lambda step: f"{step.number:04}")
def test_a_migration_only_adds_or_says_why_not(step: Migration) -> None:
    assert unexplained(step.text) == []


@pytest.mark.parametrize("step", migrations(), ids=lambda step: f"{step.number:04}")
def test_what_a_migration_needs_is_a_step_that_there_is(step: Migration) -> None:
    # A line that is nearly right would say nothing to older code.
    assert len(re.findall(r"^\s*--\s*needs\b", step.text, re.MULTILINE | re.IGNORECASE)) == bool(step.needs)
    assert step.needs <= step.number


@pytest.mark.parametrize(
    "text",
    [
        "create table t (a text not null unique, b int check (b > 0)); create index on t (a);",
        "create function f() returns text language sql as $$ select 'drop table t;' $$;",
        "create function f() returns int language plpgsql as $body$ begin drop table t; end $body$;",
        "comment on table t is 'Drop what you like; it''s only words';  -- drop table t;",
        "alter table outbox add column created_at timestamptz not null default now();",
        "alter table t add column a text, add column b numeric(4, 2) not null default 0;",
        "alter table t add column a int not null generated always as (b * 2) stored;",
        "-- harmless: nobody reads it since 0007\ndrop index i;",
        "-- needs 0012: code before it reads the column\nalter table t drop column a;",
    ],
)
def test_what_only_adds_or_is_explained_passes(text: str) -> None:
    assert unexplained(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "drop table t;",
        "/* why not */ drop index i;",
        "alter table t drop column a;",
        "alter table t add column a int, drop constraint c;",
        "alter table t rename column a to b;",
        "alter table t alter column a type bigint;",
        "alter table t alter column a set not null;",
        "alter table t add column a text not null;",
        "alter table t add column a text not null, add column b text default '';",
        "alter table t add column a text unique;",
        "alter table t add constraint c check (a > 0);",
        "create unique index on t (a);",
        "create or replace function f() returns int language sql as 'select 1';",
        "update t set a = 1;",
        "delete from t;",
        "truncate t;",
        "do $$ begin execute 'drop table t'; end $$;",
        "revoke select on t from r;",
        "-- harmless:\ndrop table t;",
    ],
)
def test_what_may_take_something_away_must_be_explained(text: str) -> None:
    assert unexplained(text) != []
