"""The provider, where one is configured: what reads its tokens is an extra."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.toml_source import Mistake, Mistakes
from streams.board.oidc.configured import ISSUER, Configured

if TYPE_CHECKING:
    from streams.board.oidc.provider import Provider


def opening(configured: Configured | None) -> Callable[[], "AbstractAsyncContextManager[Provider | None]"]:
    """How it is begun with, once the board starts. Raises `Mistakes` where the extra is missing."""
    if configured is None:
        return nullcontext
    try:
        from streams.board.oidc.provider import provider_of  # noqa: PLC0415  (an extra)
    except ImportError as error:
        said = f"needs what is missing ({error}): pip install 'sinergi[oidc]'"
        raise Mistakes([Mistake(Path(ISSUER), 1, said)]) from error
    return partial(provider_of, configured)
