"""What is wrong with what somebody filled in, as a refusal that names the field."""

from pydantic import ValidationError

from schemas.rejection import Rejection
from streams.http.faults import Fault


def wrong_field(error: ValidationError, otherwise: str, *, depth: int = 0) -> Fault:
    """By what is wrong first: its field is the name at that depth of its place, or else `otherwise`."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = first["loc"][depth] if len(first["loc"]) > depth else otherwise
    return Fault(400, "invalid", field=str(field), reason=first["msg"])


def would_be_refused(rejection: Rejection, otherwise: str) -> Fault:
    """By what triage would say of it; `otherwise` is the field of what it names none of."""
    return Fault(400, "invalid", field=rejection.field or otherwise, reason=rejection.reason)
