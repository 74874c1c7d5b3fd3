"""The audit log: nobody changes it unseen, and what is changed elsewhere is in it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from schemas.correction import Merge
from sinks.api_keys import ApiKeys
from sinks.audit_chain import EMPTY, Head, faults
from sinks.audit_log import AuditLog, Noted, note
from sinks.postgres import Connection, Pool, Store
from sinks.webhooks.destinations import Destinations
from streams.watch.audit_head import AuditHead
from tests.integration.postgres.office import Office
from tests.unit.core.corrected_city import order
from tests.unit.core.reports import classified, point

ROWS = 7
TAMPERING = {
    "number": "update audit set number = 1000 where number = $1",
    "at": "update audit set at = at + interval '1 microsecond' where number = $1",
    "login": "update audit set login = 'x' where number = $1",
    "account": "update audit set account = account || ' ' where number = $1",
    "named": "update audit set named = what, what = named where number = $1",
    "what": "update audit set what = 'export ' where number = $1",
    "of": "update audit set of = array[array_to_string(of, ',')] where number = $1",
    "bounds of of": "update audit set of = ('[0:1]=' || of::text)::text[] where number = $1",
    "details": "update audit set details = '{\"n\":  1}' where number = $1",
    "previous_hash": "update audit set previous_hash = sha256(previous_hash) where number = $1",
    "hash": "update audit set hash = sha256(hash) where number = $1",
    "deletion": "delete from audit where number = $1",
    "insertion": "insert into audit select number + 100, at, login, account, named, what, of, details, "
    "previous_hash, hash from audit where number = $1",
    "order": "update audit a set what = b.what, of = b.of, details = b.details, hash = b.hash from audit b "
    "where a.number between $1::bigint and $1::bigint + 1 "
    "and b.number between $1::bigint and $1::bigint + 1 and a.number <> b.number",
}


async def found(pool: "Pool | Connection", before: Head = EMPTY) -> list[int]:
    rows = [row async for page in AuditLog(pool).pages(before.number) for row in page]
    return [fault.number for fault in faults(rows, before)]


async def last(pool: "Pool | Connection") -> Noted:
    (row,) = await AuditLog(pool).noted(of=None, who=None, since=None, most=1)
    return row


@pytest.fixture
async def unguarded(pool: Pool) -> AsyncIterator[Connection]:
    """Some rows, as whoever owns the table may get at them; all is taken back in the end."""
    async with pool.acquire() as connection:
        for number in range(ROWS):
            await note(connection, "export", [f"S-{number}", "b"], {"n": 1, "i": number})
        tried = connection.transaction()
        await tried.start()
        await connection.execute("alter table audit disable trigger all")
        yield connection
        await tried.rollback()


async def test_every_change_of_what_was_written_is_found(unguarded: Connection) -> None:
    number = (await last(unguarded)).number - ROWS // 2
    assert await found(unguarded) == []
    for change, statement in TAMPERING.items():
        tried = unguarded.transaction()
        await tried.start()
        assert (await unguarded.execute(statement, number)).split()[-1] != "0", change
        assert await found(unguarded) != [], change
        await tried.rollback()
    assert await found(unguarded) == []


async def test_a_tail_that_was_cut_is_found_by_a_head_kept_elsewhere(unguarded: Connection) -> None:
    number = (await last(unguarded)).number
    head = await AuditLog(unguarded).at(number)
    assert head == Head.read(str(head))
    await unguarded.execute("delete from audit where number = $1", number)
    assert await found(unguarded) == [], "the chain alone cannot tell"
    assert await AuditLog(unguarded).at(number) is None


async def test_not_even_the_owner_changes_a_row_by_mistake(pool: Pool) -> None:
    for statement in ("update audit set what = ''", "delete from audit", "truncate audit"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)


async def test_many_at_once_make_one_chain(pool: Pool) -> None:
    numbers = await asyncio.gather(*[note(pool, "export", [str(n)]) for n in range(40)])
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 40))
    assert await found(pool) == []


async def test_what_is_taken_back_leaves_no_gap(pool: Pool) -> None:
    async with pool.acquire() as connection:
        begun = connection.transaction()
        await begun.start()
        await note(connection, "export")
        await begun.rollback()
    await note(pool, "export")
    assert await found(pool) == []


async def test_keys_webhooks_and_migrations_tell_of_themselves_without_contents(pool: Pool) -> None:
    key = await ApiKeys(pool).add("sorot", "Budi Santoso")
    await ApiKeys(pool).revoke(key.partition(".")[0])
    hooks = Destinations(pool)
    await hooks.add("dishub", "https://dishub.example/rahasia", "whsec_rahasia", from_beginning=False)
    await hooks.rotate("dishub", "whsec_lain", 60, lambda _: None)
    await hooks.remove("dishub")
    rows = await AuditLog(pool).noted(of=None, who=None, since=None, most=100)
    assert rows[0].what == "migration add"
    assert rows[0].of == ("1:reports_and_incidents",)
    assert [(row.what, row.of, row.details.get("changed")) for row in rows[-5:]] == [
        ("key add", (key.partition(".")[0],), None),
        ("key change", (key.partition(".")[0],), ["revoked_at"]),
        ("webhook add", ("dishub",), None),
        ("webhook change", ("dishub",), ["old_secret", "old_until", "secret"]),
        ("webhook remove", ("dishub",), None),
    ]
    told = str(rows)
    assert [secret for secret in ("rahasia", "whsec", "Budi") if secret in told] == []
    assert {row.login for row in rows} == {await pool.fetchval("select session_user")}
    assert all("@" in row.account for row in rows)


async def test_who_reads_may_add_in_their_own_name_and_nothing_else(
    pool: Pool, migrated: str, unique: str
) -> None:
    reader, stranger = f"reader_{unique}", f"stranger_{unique}"
    await pool.execute(f"create role {reader} login; create role {stranger} login")
    await pool.execute(
        f"grant sinergi_reader to {reader}; grant usage on schema public to {stranger};"
        f"grant insert on api_keys to {stranger}; grant temporary on database test_{unique} to {reader}"
    )
    connection = await asyncpg.connect(migrated)
    try:
        await connection.execute(f"set session authorization {reader}")
        await note(connection, "photo link", ["5f"])
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("insert into audit (what) values ('x')")
        await connection.execute(
            "create temporary table audit (what text, of text[], details json, named text)"
        )
        await note(connection, "photo link", ["6f"])
        await connection.execute(f"reset session authorization; set session authorization {stranger}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await note(connection, "photo link", ["7f"])
        await connection.execute("insert into api_keys values ('k', 'x', 'sorot', 'x', 1)")
        row = await last(pool)
        assert (row.login, row.what, row.of) == (stranger, "key add", ("k",)), (
            "with no right of the log's own"
        )
        await connection.execute(f"reset session authorization; set session authorization {reader}")
        await note(connection, "photo link", ["6f"])
        assert ((await last(pool)).login, (await last(pool)).of) == (reader, ("6f",))
        assert await found(pool) == []
    finally:
        await connection.close()
        await pool.execute(f"drop owned by {reader}, {stranger}; drop role {reader}, {stranger}")


async def test_a_correction_tells_its_operator_and_all_that_it_changed(pool: Pool) -> None:
    office = Office(Store(pool, "cluster-1"))
    await office.open()
    await office.take([classified("a", place=point()), classified("b", place=point(5_000))])
    a, b = [
        row["incident_id"] for row in await pool.fetch("select incident_id from links order by report_id")
    ]
    correction = order("m", Merge(incident=b, into=a))
    await office.take([correction, correction])
    row = await last(pool)
    assert (row.what, row.named) == ("correction add", correction.correction.by)
    assert (row.of[0], {*row.of[1:]}) == ("m", {a, b})
    assert row.details == {"kind": "merge", "result": "applied"}
    assert len(await AuditLog(pool).noted(of=a, who=row.named, since=None, most=9)) == 1, (
        "once, though told twice"
    )


@pytest.mark.parametrize(
    "change",
    [
        "delete from audit where number = (select max(number) from audit)",
        "update audit set hash = sha256(hash) where number = (select max(number) from audit)",
        "delete from audit",
    ],
)
async def test_the_watch_knows_what_the_chain_cannot_tell(unguarded: Connection, change: str) -> None:
    """A row is cut off at the end, and others follow; or the whole chain is computed anew."""
    head, audit = AuditHead(), AuditLog(unguarded)
    assert (await head.look(audit))[1] is False
    await unguarded.execute("alter table audit enable trigger audit_chain")
    await note(unguarded, "export")
    assert (await head.look(audit))[1] is False
    await unguarded.execute(change)
    await note(unguarded, "retain")
    newest, cut = await head.look(audit)
    assert cut
    assert newest.retained_s is not None
    assert (await head.look(audit))[1] is False
