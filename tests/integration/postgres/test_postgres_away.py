"""A Postgres that is away is told from a question that is wrong."""

import asyncpg
import pytest

from streams.connections import AWAY


async def test_what_is_wrong_with_a_question_is_no_outage(database: str) -> None:
    connection = await asyncpg.connect(database)
    for question, *values in (
        ("select $1::int", "x"),
        ("select $1::text", "\x00"),
        ("select * from nothing",),
    ):
        with pytest.raises(asyncpg.PostgresError) as wrong:
            await connection.fetch(question, *values)
        assert not isinstance(wrong.value, AWAY), question
    await connection.close()


async def test_who_is_not_there_slow_or_cut_off_is_away(database: str) -> None:
    with pytest.raises(AWAY):
        await asyncpg.connect(host="127.0.0.1", port=1)
    connection, other = await asyncpg.connect(database), await asyncpg.connect(database)
    with pytest.raises(AWAY):
        await connection.execute("set statement_timeout = 10; select pg_sleep(5)")
    await other.execute("select pg_terminate_backend($1)", connection.get_server_pid())
    with pytest.raises(AWAY):
        await connection.fetch("select 1")
    with pytest.raises(AWAY):
        await other.fetch("select pg_sleep(5)", timeout=0.01)
    await other.close()
