"""A form, and whose key came with it: in the header, in the query, or in the form itself."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from sinks.api_keys import ApiKey
from streams.http.forms import Form, read_form
from streams.intake.here import Here, Key


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, and by whom."""

    form: Form
    caller: ApiKey


async def _filled(request: Request, here: Here, key: Key) -> Filled:
    """Raises `Fault`. With a key that is wrong, the form is not even read."""
    caller = await here.keys.admit(key) if key else None
    form = await read_form(request)
    return Filled(form, caller or await here.keys.admit(form.one("api_key")))


FilledIn: TypeAlias = Annotated[Filled, Depends(_filled)]
