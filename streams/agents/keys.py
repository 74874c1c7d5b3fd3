"""Keys of reporters, made where there are none: Kafka holds each before Postgres does.

So a Postgres that was restored can have them from there. And nothing of a key goes to Kafka once it can be
destroyed, so the word that it was destroyed is the last.
"""

from collections.abc import Collection, Mapping

from schemas.plain_error import PlainError
from sinks.keyring import Key, Keyring
from streams.agents.publish import Publish
from streams.core.records.keys import destroyed_record, key_record

TRIES = 5
"""So often others may make a key at the very moment that we do, and have it destroyed."""


class NoKeysError(PlainError):
    """Others made keys of the same reporters and had them destroyed, each time that we tried."""


async def keys_of(voices: Collection[str], keyring: Keyring, publish: Publish) -> Mapping[str, Key]:
    """The key of each voice. Raises `NoKeysError`."""
    keys: dict[str, Key] = {}
    for _ in range(TRIES):
        keys |= await keyring.of(set(voices) - keys.keys())
        missing = set(voices) - keys.keys()
        if not missing:
            return keys
        made = {voice: Key.made() for voice in missing}
        await publish([key_record(key.id, key.secret) for key in made.values()])
        kept = await keyring.keep(made.items())
        if others := [key.id for voice, key in made.items() if voice not in kept]:
            await publish([destroyed_record(id) for id in others])
        keys |= {voice: made[voice] for voice in kept}
    raise NoKeysError(f"keys of reporters were neither found nor made in {TRIES} tries")
