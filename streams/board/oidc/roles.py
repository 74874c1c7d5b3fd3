"""What somebody may do on the board, by the claim that says so. Pure."""

from collections.abc import Collection, Mapping, Sequence

from streams.board.access.standing import Standing, standing_of
from streams.http.faults import Fault

_SHOWN_MAX = 100


def standing_by(claims: Mapping[str, object], path: str, agencies: Collection[str]) -> Standing:
    """The one role that a claim names. Raises a `Fault` of 403 where it names none, or several.

    `path` is the claim's name, or where it lies: `realm_access.roles`.
    """
    words = words_at(claims, path)
    found = {standing for word in words if (standing := standing_of(word, agencies))}
    if len(found) == 1:
        return found.pop()
    if found:
        raise Fault(403, "several_roles", roles=", ".join(sorted(standing.word for standing in found)))
    if unknown := [word for word in words if word.startswith("agency:")]:
        raise Fault(403, "unknown_agency", role=unknown[0][:_SHOWN_MAX])
    raise Fault(403, "no_role")


def words_at(claims: Mapping[str, object], path: str) -> Sequence[str]:
    """The words of a claim: a list of them, or one."""
    # Names of claims may be addresses, with dots of their own.
    value = claims[path] if path in claims else _inside(claims, path.split("."))
    words = value if isinstance(value, list) else [value]
    return [word for word in words if isinstance(word, str)]


def _inside(found: object, steps: Sequence[str]) -> object:
    for step in steps:
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found
