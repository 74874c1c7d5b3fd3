"""What is said of Postgres and of what lies in it."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from sinks.migrate import Applied
from sinks.server_state import (
    Account,
    Database,
    Log,
    Look,
    Rows,
    Server,
    Session,
    Slot,
    Standby,
    Unaccounted,
    Waiting,
    Webhook,
)
from sinks.sql import migrations as steps
from streams.doctor.accounts import accounts
from streams.doctor.clocks import database_clock
from streams.doctor.cluster import cluster
from streams.doctor.losses import losses
from streams.doctor.migrations import migrations
from streams.doctor.outbox import outbox
from streams.doctor.retention import retention
from streams.doctor.server import server
from streams.doctor.upkeep import upkeep
from streams.doctor.webhooks import webhooks
from streams.findings import Finding, State

SERVER = Server(16, False, False, True, 10, 97, 1000, 1 << 30)
WELL = Database(
    SERVER,
    0.0,
    tuple(Applied(step.number, step.name, step.checksum) for step in steps()),
    {"sinergi_reader": True},
    (Account("sinergi-resolve", "sinergi-resolve", False, False, ()),),
    (Session(7, "sinergi", "active", 0.1, 0.1),),
    (Slot("standby", True, 1 << 40),),
    (Standby("standby", None), Standby("other", 1.0)),
    Rows(0, 50_000),
    (),
    (),
    frozenset({"c"}),
)


def bad(findings: Iterable[Finding]) -> list[tuple[State, str]]:
    return [(one.state, one.line) for one in findings if one.state is not State.OK]


def test_a_server_that_is_well_has_nothing_wrong() -> None:
    assert bad([*server(WELL), *upkeep(WELL), *migrations(WELL.applied, steps())]) == []


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({"version": 14}, State.WRONG, "15 or newer"),
        ({"standby": True}, State.WRONG, "standby"),
        ({"read_only": True}, State.WRONG, "refuses to write"),
        ({"connections": 75}, State.WARNING, "75 of 97 connections"),
        ({"connections": 90}, State.WRONG, "90 of 97 connections"),
    ],
)
def test_a_server_that_workers_cannot_use_is_told(changed: dict[str, int], state: State, words: str) -> None:
    [(found, line)] = bad(server(replace(WELL, server=replace(SERVER, **changed))))
    assert (found, words in line) == (state, True)


@pytest.mark.parametrize(
    ("session", "states"),
    [
        (Session(7, "psql", "idle in transaction", 61.0, 61.0), [State.WRONG]),
        (Session(7, "psql", "idle in transaction", 59.0, 59.0), []),
        (Session(7, "psql", "active", 301.0, 1.0), [State.WARNING]),
        (Session(7, "", None, 301.0, None), [State.WARNING]),
    ],
)
def test_transactions_that_stay_open_are_told_with_how_to_end_them(
    session: Session, states: list[State]
) -> None:
    found = bad(server(replace(WELL, sessions=(session,))))
    assert [state for state, _ in found] == states
    assert all("pg_terminate_backend(7)" in line for _, line in found)


def test_missing_roles_rights_and_what_could_not_be_read_are_warnings() -> None:
    found = bad(
        server(
            replace(
                WELL,
                roles={"sinergi_reader": False},
                unread={"slots": "permission denied"},
            )
        )
    )
    assert [state for state, _ in found] == [State.WARNING] * 2
    assert "create role sinergi_reader nologin" in found[0][1]
    assert "slots could not be read: permission denied" in found[1][1]


def test_an_account_that_may_too_little_or_too_much_is_told() -> None:
    [well] = WELL.accounts
    [(state, line)] = bad(accounts([replace(well, lacking=("insert on links",))], embedded=False))
    assert (state, "may not: insert on links" in line) == (State.WRONG, True)
    assert 'grant sinergi_resolve to "sinergi-resolve"' in line
    for much, words in ((replace(well, superuser=True), "superuser"), (replace(well, owner=True), "owns")):
        [(state, line)] = bad(accounts([much], embedded=False))
        assert (state, words in line) == (State.WARNING, True)
        assert bad(accounts([much], embedded=True)) == []
    assert bad(accounts([well], embedded=False)) == []


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({"slots": (Slot("gone", False, 2 << 30),)}, State.WRONG, "pg_drop_replication_slot('gone')"),
        ({"slots": (Slot("gone", False, 5),)}, State.WARNING, "replication slot gone"),
        ({"standbys": (Standby("s", 60.0),)}, State.WARNING, "standby s is 60 s behind"),
        ({"rows": Rows(10, 100_000)}, State.WARNING, "dead rows"),
        ({"server": replace(SERVER, autovacuum=False)}, State.WRONG, "autovacuum is off"),
        ({"server": replace(SERVER, oldest_transaction=10**9)}, State.WARNING, "behind autovacuum"),
        ({"server": replace(SERVER, oldest_transaction=2 * 10**9)}, State.WRONG, "behind autovacuum"),
    ],
)
def test_what_fills_the_disk_or_stops_the_server_is_told(
    changed: dict[str, object], state: State, words: str
) -> None:
    [(found, line)] = bad(upkeep(replace(WELL, **changed)))
    assert (found, words in line) == (state, True)


def test_migrations_may_be_missing_newer_or_others() -> None:
    applied = WELL.applied or ()
    [(state, line)] = bad(migrations(applied[:-1], steps()))
    assert (state, line.endswith("run `sinergi migrate`")) == (State.WRONG, True)
    [(state, line)] = bad(migrations((*applied, Applied(900, "of_tomorrow", "x")), steps()))
    assert (state, "fits it all the same: 0900 of_tomorrow" in line) == (State.WARNING, True)
    unfit = Applied(900, "of_tomorrow", "x", needs=900)
    [(state, line)] = bad(migrations((*applied, unfit), steps()))
    assert (state, line) == (
        State.WRONG,
        "the database is too new for this code: 0900 of_tomorrow needs code that knows migration 0900; "
        "start a release that does",
    )
    [(state, line)] = bad(migrations((replace(applied[0], checksum="x"), *applied[1:]), steps()))
    assert (state, "0001 reports_and_incidents" in line) == (State.WRONG, True)
    [(state, line)] = bad(migrations(None, steps()))
    assert f"{len(steps())} migrations missing" in line


def test_a_new_cluster_with_an_old_database_is_told() -> None:
    def look(*clusters: str) -> Look:
        return Look(frozenset(clusters), ())

    assert bad(cluster("new", None, look("new"))) == []
    assert bad(cluster("new", None, look())) == []
    [(state, line)] = bad(cluster("new", None, look("old")))
    assert (state, "knows cluster old and not new" in line) == (State.WRONG, True)
    [(state, line)] = bad(cluster("new", None, look("old", "new")))
    assert (state, "of cluster old too" in line) == (State.WARNING, True)
    [(state, line)] = bad(cluster("new", "ours", look("ours")))
    assert (state, "settings call the cluster ours, the brokers call it new" in line) == (State.WARNING, True)
    assert bad(cluster("embedded-2", "embedded-2", look("embedded-1"))) == []


def test_messages_of_another_cluster_are_sent_by_nobody() -> None:
    def told(oldest_s: float) -> list[Finding]:
        look = Look(frozenset(), (Waiting("old", "t", 0, 3, 1, oldest_s),))
        return list(outbox(look, look, cluster="new"))

    [recent] = told(9.0)
    assert (recent.state, recent.alert) == (State.WARNING, "OutboxStuck")
    assert recent.means == "3 messages of cluster old, the oldest 9 s old: nobody sends them"
    [old] = told(10.0)
    assert old.state is State.WRONG


def test_what_stays_in_the_outbox_waits_and_what_is_old_is_stuck() -> None:
    def look(oldest: int, oldest_s: float) -> Look:
        return Look(frozenset(), (Waiting("c", "t", 0, 2, oldest, oldest_s),))

    assert bad(outbox(look(1, 99.0), Look(frozenset(), ()), cluster="c")) == []
    assert bad(outbox(look(1, 99.0), look(2, 99.0), cluster="c")) == []
    [(state, line)] = bad(outbox(look(1, 1.0), look(1, 3.0), cluster="c"))
    assert (state, "2 messages from t/0 wait, the oldest for 3 s" in line) == (State.WARNING, True)
    [(state, _)] = bad(outbox(look(1, 8.0), look(1, 10.0), cluster="c"))
    assert state is State.WRONG


def test_records_that_became_nothing_are_told() -> None:
    lost = [Unaccounted("c", "reports.poc", 2)]
    assert bad(losses([], {"c"}, "c")) == bad(losses(lost, {"other"}, "other")) == []
    for never in (losses([], (), "c"), losses([], {"other"}, "c"), losses([], (), None)):
        assert [state for state, _ in bad(never)] == [State.WARNING]
    [(state, line)] = bad(losses(lost, {"c"}, "c"))
    assert (state, "reports.poc (2)" in line) == (State.WRONG, True)


def test_webhooks_that_are_off_or_behind_are_told() -> None:
    well = Webhook("dlh", None, 3, 0, 10.0)
    assert bad(webhooks([])) == bad(webhooks([well])) == []
    [(state, line)] = bad(webhooks([replace(well, disabled_why="410 Gone")]))
    assert (state, "dlh hears nothing" in line) == (State.WRONG, True)
    [(state, line)] = bad(webhooks([replace(well, failed=4)]))
    assert (state, "dlh (4)" in line) == (State.WARNING, True)
    [(state, line)] = bad(webhooks([replace(well, oldest_s=3600.0)]))
    assert (state, "3 dispatches for dlh wait, the oldest for 60 min" in line) == (State.WARNING, True)


def test_clocks_that_are_apart_by_more_than_five_seconds_are_told() -> None:
    assert [database_clock(ahead_s).state for ahead_s in (5.0, -5.0, 5.1, -5.1)] == [
        State.OK,
        State.OK,
        State.WRONG,
        State.WRONG,
    ]


def test_it_is_told_when_nothing_was_removed_for_two_days() -> None:
    assert bad(retention(Log(7, 86_400.0))) == bad(retention(None)) == []
    [(state, line)] = bad(retention(Log(7, 3 * 86_400.0)))
    assert (state, "for 3 days" in line) == (State.WARNING, True)
