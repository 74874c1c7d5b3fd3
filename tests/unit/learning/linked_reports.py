"""Linked reports of a made-up city, as files hold them."""

from datetime import UTC, datetime, timedelta

HEADER = "report_id,reported_at,lat,lon,category,text,source,incident_id,label_quality,address,closed_at\n"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def linked_reports(days: int = 40) -> str:
    """Each day a lamp that two people report 10 m apart, and one that somebody reports 1 km away."""
    rows = []
    for day in range(days):
        at = BEGIN + timedelta(days=day)
        lat = -6.2 + day % 5 * 0.01
        for number, (hours, north, truth, quality) in enumerate(
            ((0, 0, f"i{day}", "linked"), (1, 0.0001, f"i{day}", "linked"), (2, 0.009, f"n{day}", "none"))
        ):
            when, closed = at + timedelta(hours=hours), at + timedelta(hours=12)
            rows.append(
                f"d{day:02}-{number},{when.isoformat()},{lat + north:.5f},107.0,Street Light Out,"
                f"lampu mati nomor {day},Mobile,{truth},{quality},,{closed.isoformat()}\n"
            )
    return HEADER + "".join(rows)
