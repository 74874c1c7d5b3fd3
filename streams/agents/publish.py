"""How agents hand on what they have made."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from schemas.message import Message

Publish: TypeAlias = Callable[[Sequence[Message]], Awaitable[None]]
"""Sends all and returns once Kafka has them."""
