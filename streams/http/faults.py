"""What a request is refused with: a status, and a code that names the words."""

from collections.abc import Mapping, Sequence

RETRY_AFTER_S = 5.0


class Fault(Exception):  # noqa: N818  (a refusal is an answer, not a failure)
    """A refusal. `code` names its words (in a `words.py`), `filled` what they are filled with.

    `also` is what else is wrong with the request, so that a person mends it in one go.
    """

    def __init__(
        self, status: int, code: str, *, headers: Mapping[str, str] | None = None, **filled: object
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        self.filled = filled
        self.also: tuple[Fault, ...] = ()


def later(status: int, code: str, seconds: float = RETRY_AFTER_S) -> Fault:
    """A refusal for now: the caller may come again after so long."""
    whole = max(1, round(seconds))
    return Fault(status, code, headers={"Retry-After": str(whole)}, seconds=whole)


def all_of(faults: Sequence[Fault]) -> Fault:
    """One refusal that says all of it; its status is that of the first."""
    first, *others = faults
    first.also = tuple(others)
    return first
