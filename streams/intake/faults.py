"""What a request is refused with: a status, and words in the caller's language, as GeoReport v2 has them."""

from collections.abc import Mapping

from fastapi import Request, Response

from streams.intake.answers import answer
from streams.intake.words import language_of, words_of


class Fault(Exception):  # noqa: N818  (a refusal is an answer, not a failure)
    """A refusal. `code` names its words in `streams/intake/words.py`, `filled` what they are filled with."""

    def __init__(
        self, status: int, code: str, *, headers: Mapping[str, str] | None = None, **filled: object
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        self.filled = filled


def later(status: int, code: str, seconds: float) -> Fault:
    """A refusal for now: the caller may come again after so long."""
    whole = max(1, round(seconds))
    return Fault(status, code, headers={"Retry-After": str(whole)}, seconds=whole)


async def refused(request: Request, fault: Exception) -> Response:
    """The answer to a request that met a fault."""
    assert isinstance(fault, Fault)  # noqa: S101  (Starlette hands us nothing else)
    words = words_of(fault.code, language_of(request.headers.get("accept-language", "")), **fault.filled)
    return answer(
        request,
        [{"code": fault.status, "description": words}],
        root="errors",
        item="error",
        status=fault.status,
        headers=fault.headers,
    )
