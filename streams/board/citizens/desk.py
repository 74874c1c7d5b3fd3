"""What the pages for everybody work with; one a process."""

from dataclasses import dataclass, field

from streams.board.access.limits import Limits
from streams.http.shelf import Shelf

PAGES_OF_ADDRESS = 600
QUESTIONS_OF_ADDRESS = 30
"""A minute; a whole neighbourhood may have one address."""


@dataclass(frozen=True, slots=True)
class CitizensDesk:
    """Copies of pages, and who asked how often."""

    shelf: Shelf = field(default_factory=Shelf)
    pages_of_address: Limits = field(default_factory=lambda: Limits(PAGES_OF_ADDRESS))
    questions_of_address: Limits = field(default_factory=lambda: Limits(QUESTIONS_OF_ADDRESS))
