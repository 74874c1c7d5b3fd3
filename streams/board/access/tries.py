"""How often one may try to get in."""

from dataclasses import dataclass, field

from streams.board.access.limits import Limits

OF_LOGIN = 10
OF_ADDRESS = 60
"""To sign in, a minute; a whole office may have one address. As many invitations, and ways to the provider,
are counted apart: who uses those up, as others' pages may in old browsers, shuts nobody out of signing in."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Those of one process."""

    login: Limits = field(default_factory=lambda: Limits(OF_LOGIN))
    address: Limits = field(default_factory=lambda: Limits(OF_ADDRESS))
    invitation: Limits = field(default_factory=lambda: Limits(OF_ADDRESS))
    provider: Limits = field(default_factory=lambda: Limits(OF_ADDRESS))
