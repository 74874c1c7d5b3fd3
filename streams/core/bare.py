"""A report without what was said and who said it: what may stay once its reporter is to be forgotten.

Sealing and forgetting use the same, so that a report whose key is gone is the one that was forgotten.
"""

from schemas.classified import Classification, ClassifiedReport, Place, Review
from schemas.report import Report

FORGOTTEN = "kata-kata pelapor sudah dihapus"
"""Stands where reasons may quote words."""
_NOTHING_SAID = {name: field.get_default() for name, field in Report.model_fields.items()}


def bare(report: ClassifiedReport) -> ClassifiedReport:
    """All that counts: id, times, matter, urgency, place, the incident it points at; no words, no photos.

    Of a report without words a category says that it says something, so the one it was found to be about
    stands for them.
    """
    said, found, place = report.report, report.classification, report.place
    left = {
        "report": Report.made(
            {
                **_NOTHING_SAID,
                "id": said.id,
                "reported_at": said.reported_at,
                "category": said.category or found.category,
                "supports": said.supports,
            }
        ),
        "masked_text": "",
        "masked_place": "",
        "classification": Classification.made({**found.__dict__, "evidence": ()}),
        "place": place and Place.made({**place.__dict__, "evidence": FORGOTTEN}),
        "review": tuple([Review.made({"code": one.code, "reason": FORGOTTEN}) for one in report.review]),
    }
    return ClassifiedReport.made({**report.__dict__, **left})
