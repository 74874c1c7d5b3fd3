"""coordinates or words -> place, with its error in metres."""

from streams.core.locate.contradiction import contradicted, covering
from streams.core.locate.coordinates import at_coordinates
from streams.core.locate.map import Map
from streams.core.locate.words import Said, in_words, said_in, said_in_all

__all__ = ["Map", "Said", "at_coordinates", "contradicted", "covering", "in_words", "said_in", "said_in_all"]
