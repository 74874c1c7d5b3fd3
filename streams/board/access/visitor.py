"""Who is signed in, and what only some roles may do."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from sinks.board_accounts import Role
from streams.board.here import Here
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.forms import Form, read_form

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in. `account` is what corrections and progress say of who sent them."""

    account: str
    login: str
    role: Role
    agency: str | None
    token: str = field(repr=False)

    @property
    def csrf(self) -> str:
        """What each change must bring: only pages of this session know it, and it does not tell the token."""
        return hashlib.sha256(f"csrf:{self.token}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that a page of ours sent, and who filled it in."""

    visitor: Visitor
    form: Form


async def visitor_of(request: Request, here: Here) -> Visitor | None:
    """Who is signed in; None if nobody is. Raises `Fault` where nobody can tell."""
    token = here.cookie.of(request)
    if not token:
        return None
    with asking():
        found = await here.sessions.of(token)
    return Visitor(found.account, found.login, found.role, found.agency, token) if found else None


MaybeVisitor: TypeAlias = Annotated[Visitor | None, Depends(visitor_of)]


def allowed(*roles: Role) -> Callable[..., Awaitable[Visitor]]:
    """A dependency: who is signed in, with one of these roles. Raises `Fault` of 401 or 403."""

    async def check(visitor: MaybeVisitor) -> Visitor:
        if visitor is None:
            raise Fault(401, "no_session")
        if visitor.role not in roles:
            raise Fault(403, "not_allowed")
        return visitor

    return check


def posted(*roles: Role) -> Callable[..., Awaitable[Posted]]:
    """A dependency for every change: the form, with the session's token in it or in the header.

    That it comes from our origin was seen before (`origin.py`). Raises `Fault`.
    """

    async def check(request: Request, visitor: Annotated[Visitor, Depends(allowed(*roles))]) -> Posted:
        form = await read_form(request)
        prove(request, form, visitor)
        return Posted(visitor, form)

    return check


def prove(request: Request, form: Form, visitor: Visitor) -> None:
    """That a page of this session sent the form. Raises `Fault` of 403."""
    brought = request.headers.get(CSRF_HEADER) or form.one(CSRF_FIELD) or ""
    if not hmac.compare_digest(brought.encode(), visitor.csrf.encode()):
        raise Fault(403, "no_csrf")


EVERY_ROLE: tuple[Role, ...] = ("operator", "agency", "council", "admin")
Watcher: TypeAlias = Annotated[Visitor, Depends(allowed("operator", "agency"))]
"""Who may see incidents: an agency its own."""
Officer: TypeAlias = Annotated[Visitor, Depends(allowed("agency"))]
"""Who speaks for an agency."""
Operator: TypeAlias = Annotated[Visitor, Depends(allowed("operator"))]
"""Who may see all of them."""
