"""What the pages for everybody work with; one a process."""

from dataclasses import dataclass, field

from streams.board.access.limits import Limits
from streams.http.shelf import Shelf

PAGES_OF_ADDRESS = 600
QUESTIONS_OF_ADDRESS = 30
"""A minute; a whole neighbourhood may have one address."""
COPIES_MAX = 1_024
"""More than there are names: pages of each kelurahan and agency in four, and what their maps show in two."""


@dataclass(frozen=True, slots=True)
class CitizensDesk:
    """Copies of pages, and who asked how often."""

    shelf: Shelf = field(default_factory=lambda: Shelf(most=COPIES_MAX))
    pages_of_address: Limits = field(default_factory=lambda: Limits(PAGES_OF_ADDRESS))
    questions_of_address: Limits = field(default_factory=lambda: Limits(QUESTIONS_OF_ADDRESS))
