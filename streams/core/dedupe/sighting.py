"""What de-duplication sees of a report."""

from dataclasses import InitVar, dataclass, field

from schemas.incident import Point
from streams.core.dedupe.grams import grams
from streams.core.dedupe.places import telling


@dataclass(frozen=True, slots=True)
class Kind:
    """How the problems of a category lie in space and time.

    Reports of one lie about `spread_m` apart, and come for about `lasts_h`. `private`: a household's
    own matter. `prior` is how much readier than others the category is to be reported twice, in log-odds.
    `alone` says why reports of this kind join nobody else's; empty where they may. `agencies` must act, as
    far as known.
    """

    name: str = "usual"
    spread_m: float = 40.0
    lasts_h: float = 24.0
    private: bool = False
    unknown: bool = False
    family: str = ""
    prior: float = 0.0
    alone: str = ""
    agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One report, as far as it can be compared. `at` is in epoch seconds; `id` orders ties.

    `address` is the place in words, as `normalized` leaves them; `voice` is `channel:reporter`;
    `photos` are perceptual hashes in hexadecimal. `grams` are those of the text, given as `known_grams` where
    they were made together with others. `telling` are the words of the place that tell it.
    """

    id: str
    at: float
    category: str
    kind: Kind
    point: Point | None = None
    text: str = ""
    address: str = ""
    channel: str = ""
    voice: str | None = None
    photos: tuple[str, ...] = ()
    known_grams: InitVar[bytes | None] = None
    grams: bytes = field(init=False, repr=False)
    telling: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self, known_grams: bytes | None) -> None:
        # Once, since it is compared with the incidents and becomes a part of one.
        found = grams(self.text) if known_grams is None else known_grams
        object.__setattr__(self, "grams", found)
        object.__setattr__(self, "telling", telling(self.address))
