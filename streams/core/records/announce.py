"""What all reporters of an incident are told: one announcement, and a feedback for each of them."""

from schemas.announcement import Announcement, Reporter
from schemas.feedback import Feedback
from schemas.message import Message, cloud_event
from schemas.topics import ANNOUNCEMENTS


def announcement_record(announcement: Announcement) -> Message:
    """Keyed by incident, so that its reporters hear things in order."""
    return cloud_event(
        topic=ANNOUNCEMENTS,
        key=announcement.incident_id,
        value=announcement.to_json(),
        id=f"{announcement.incident_id}/{announcement.number}",
        type="sinergi.announcement.v1",
        subject=announcement.incident_id,
        time=announcement.at,
    )


def announced_to(reporter: Reporter, announcement: Announcement) -> Feedback:
    """What one of them hears."""
    incident_id = announcement.incident_id
    return Feedback(
        id=f"{reporter.channel}/{reporter.report_id}/{incident_id}/{announcement.number}",
        report_id=reporter.report_id,
        reporter=reporter.reporter,
        incident_id=incident_id,
        kind=announcement.kind,
        message=announcement.message,
        at=announcement.at,
        asks=announcement.asks,
    )
