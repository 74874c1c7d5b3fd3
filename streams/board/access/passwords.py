"""Passwords: hashed by Argon2id with the parameters of argon2-cffi, which follow RFC 9106."""

import asyncio
import secrets
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from streams.http.faults import later

LENGTH_MIN = 12
LENGTH_MAX = 256
AT_A_TIME = 2
"""Each takes 64 MiB."""
WAITING_MAX = 50

P = ParamSpec("P")
T = TypeVar("T")


class Passwords:
    """Hashes and checks them beside all else."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        # Made at the start: made when it is asked for first, that answer would take twice as long.
        self._nobodys = self._hasher.hash(secrets.token_hex())
        self._free = asyncio.Semaphore(AT_A_TIME)
        self._waiting = 0

    async def fits(self, password: str, hash: str | None) -> bool:
        """Whether it is the one that was hashed. Where there is none to be, it takes as long to say no.

        Raises a `Fault` of 503 where too many wait.
        """
        return await self._in_turn(self._fits, password, hash)

    async def hashed(self, password: str) -> str:
        """What is kept of it. Raises ValueError as `hash_of_password` does, and a `Fault` as `fits` does."""
        return await self._in_turn(hash_of_password, password)

    async def _in_turn(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._waiting >= WAITING_MAX:
            raise later(503, "not_now")
        self._waiting += 1
        try:
            async with self._free:
                return await asyncio.to_thread(work, *args, **kwargs)
        finally:
            self._waiting -= 1

    def _fits(self, password: str, hash: str | None) -> bool:
        try:
            return self._hasher.verify(hash or self._nobodys, password) and hash is not None
        except (VerificationError, InvalidHashError):
            return False


def hash_of_password(password: str) -> str:
    """What is kept of a password. Raises ValueError, saying what is wrong with it."""
    if not LENGTH_MIN <= len(password) <= LENGTH_MAX:
        raise ValueError(f"must have {LENGTH_MIN} to {LENGTH_MAX} characters")
    if password != password.strip() or not password.isprintable():
        raise ValueError("must be one line, with no space at its ends")
    return PasswordHasher().hash(password)
