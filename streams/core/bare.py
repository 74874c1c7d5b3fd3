"""A report without what was said and who said it: what may stay once its reporter is to be forgotten.

Sealing and forgetting use the same, so that a report whose key is gone is the one that was forgotten.
"""

from schemas.classified import ClassifiedReport, Review
from schemas.report import Report

FORGOTTEN = "kata-kata pelapor sudah dihapus"
"""Stands where reasons may quote words."""


def bare(report: ClassifiedReport) -> ClassifiedReport:
    """All that counts: id, times, matter, urgency, place, the incident it points at; no words, no photos.

    Of a report without words a category says that it says something, so the one it was found to be about
    stands for them.
    """
    said, found, place = report.report, report.classification, report.place
    return report.model_copy(
        update={
            "report": Report(
                id=said.id,
                reported_at=said.reported_at,
                category=said.category or found.category,
                supports=said.supports,
            ),
            "masked_text": "",
            "masked_place": "",
            "classification": found.model_copy(update={"evidence": ()}),
            "place": place and place.model_copy(update={"evidence": FORGOTTEN}),
            "review": tuple(Review(code=one.code, reason=FORGOTTEN) for one in report.review),
        }
    )
