"""What the pages of the call centre work with; one a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from schemas.catalog.models import Catalog
from schemas.toml_source import Mistake, Mistakes
from streams.board.call.understanding import Understanding, knowledge_of
from streams.core.dedupe import Kind
from streams.core.kinds import kinds_of
from streams.settings import Settings
from streams.speakers.secret import secret_of


@dataclass(frozen=True, slots=True)
class CallCentre:
    """`channel` is of whom its reports are, `secret` what telephone numbers are hashed with."""

    channel: str
    secret: bytes
    kinds: Mapping[str, Kind]
    understanding: Understanding


def call_centre_of(settings: Settings, catalog: Catalog) -> CallCentre:
    """Raises `Mistakes` for a channel that is not in the catalog, and as `secret_of` does."""
    channel = settings.board.call_channel
    if channel not in catalog.channels:
        said = f"there is no channel {channel}; one of {', '.join(sorted(catalog.channels))}"
        raise Mistakes([Mistake(Path("SINERGI_BOARD_CALL_CHANNEL"), 1, said)])
    return CallCentre(
        channel=channel,
        secret=secret_of(settings),
        kinds=kinds_of(catalog),
        understanding=Understanding(partial(knowledge_of, catalog, settings)),
    )
