"""Whether a report speaks of an incident that is known: named reasons in log-odds, summed."""

from streams.core.dedupe.decide import dedupe
from streams.core.dedupe.held import MOST, Held
from streams.core.dedupe.known import Known, founded, founding_trace, grown, grown_trace
from streams.core.dedupe.model import Bounds, Model
from streams.core.dedupe.places import is_better, normalized
from streams.core.dedupe.pointed import pointed
from streams.core.dedupe.recurrence import recurrence
from streams.core.dedupe.sighting import Kind, Sighting

__all__ = [
    "MOST", "Bounds", "Held", "Kind", "Known", "Model", "Sighting", "dedupe", "founded", "founding_trace",
    "grown", "grown_trace", "is_better", "normalized", "pointed", "recurrence",
]  # fmt: skip
