"""How long what citizens say is kept."""

from typing import Annotated, TypeAlias

from pydantic import Field

from schemas.catalog.entry import Entry

Days: TypeAlias = Annotated[int, Field(ge=1, le=36_500)]


class Retention(Entry):
    """In days since it was taken in. The counts, places and times of what is over stay."""

    reports_days: Annotated[
        Days, Field(description="words, reference and photos of a report, once its incident is closed")
    ]
    photos_days: Annotated[Days, Field(description="a photo in the store, of a citizen or of a fix")]
    rejections_days: Annotated[Days, Field(description="what was sent and refused")]
