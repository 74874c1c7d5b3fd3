"""Logins of single processes, which may do what these need and no more."""

from urllib.parse import quote, urlsplit

import asyncpg

PROCESSES = ("triage", "resolve", "webhooks", "watch", "intake", "operator", "personal", "board")
_MORE = {"operator": ("reader",), "personal": ("reader", "originals")}

_LOGIN = """
do $$ begin
    create role "sinergi-{process}" login in role {roles};
exception when duplicate_object or unique_violation then null;
end $$
"""


async def acting_as(process: str, url: str) -> str:
    """The same database, by the login of a process; made where it is missing, as deploy/logins.sql does."""
    parts = urlsplit(url)
    roles = ", ".join(f"sinergi_{role}" for role in (process, *_MORE.get(process, ())))
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_LOGIN.format(process=process, roles=roles))
        if parts.password:
            password = await connection.fetchval("select quote_literal($1)", parts.password)
            await connection.execute(f'alter role "sinergi-{process}" password {password}')
    finally:
        await connection.close()
    who = f"sinergi-{process}" + (f":{quote(parts.password)}" if parts.password else "")
    return parts._replace(netloc=f"{who}@{parts.netloc.rpartition('@')[2]}").geturl()
