"""How urgent a text is in Bekasi."""

from schemas.catalog.models import Urgency
from streams.core.grade import Grades, grade
from tests.unit.core.bekasi import CATALOG

BEKASI = Grades.of(CATALOG)
LOW, NORMAL, HIGH, EMERGENCY = Urgency


def graded(category: str, text: str) -> Urgency:
    return grade(BEKASI, category, text).urgency
