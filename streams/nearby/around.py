"""The known incidents around a place, the likeliest first."""

from collections.abc import Callable, Mapping, Sequence

from schemas.incident import Incident, State
from sinks.incident_rows import incidents_of
from sinks.nearby import Spotted, Surroundings
from sinks.sql import Pool
from streams.core.dedupe import Kind
from streams.nearby.ranking import Near, Wanted, box_around, ranked

CANDIDATES = 25
"""So many of each family are ranked, the nearest ones."""


def as_it_is(spotted: Spotted) -> Spotted:
    """For those who may know exactly where an incident is."""
    return spotted


async def around(
    pool: Pool,
    wanted: Wanted,
    within_m: float,
    *,
    keys: Sequence[str],
    kinds: Mapping[str, Kind],
    but: Sequence[str] = (),
    seen: Callable[[Spotted], Spotted] = as_it_is,
) -> Sequence[tuple[Near, Incident]]:
    """Open incidents of these keys within that radius; none of the categories `but`.

    `seen` is how who asks may see where they are. Raises what asyncpg raises.
    """
    async with pool.acquire() as connection:
        spotted = await Surroundings(connection).spotted(
            box_around(wanted, within_m), keys, but=but, most=CANDIDATES
        )
        near = ranked(wanted, map(seen, spotted), within_m, kinds)
        incidents = await incidents_of(connection, [one.spotted.id for one in near])
    # One may have been closed between the two questions.
    found = ((one, incidents[one.spotted.id]) for one in near)
    return [(one, incident) for one, incident in found if incident.state is State.OPEN]
