"""What an agency of the small city may hear."""

from datetime import UTC, datetime, timedelta

from schemas.catalog.models import Urgency
from schemas.dispatch import Area, Chosen, Dispatch, Standing, Where
from schemas.event import EventDispatch, Member
from schemas.life import Overdue, Step

AT = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)

DISPATCH = Dispatch(
    id="rawa:x:1/3/air",
    incident_id="rawa:x:1",
    version=3,
    kind="overdue",
    agency="air",
    category="banjir",
    urgency=Urgency.HIGH,
    place=Where(lat=-6.2, lon=107.0, error_m=10, words="depan masjid"),
    area=Area(kelurahan="anggrek"),
    reports=3,
    voices=2,
    summary="Banjir selutut",
    opened_at=AT,
    last_reported_at=AT,
    step=Step.ON_SITE,
    works=(
        Standing(
            agency="air",
            step=Step.ON_SITE,
            since=AT,
            resolve_by=AT + timedelta(hours=6),
            partner="mitra_satu",
        ),
        Standing(agency="sar", step=Step.RESOLVED, since=AT, proven=False),
    ),
    reopened=1,
    overdue=Overdue.RESOLVE,
    route=Chosen(rule="banjir#1", reason="air selalu", day="2026-11-24"),
)
EVENT = EventDispatch(
    id="rawa:x:event-1/2/air",
    event_id="rawa:x:event-1",
    version=2,
    kind="grew",
    at=AT,
    agency="air",
    category="banjir",
    urgency=Urgency.EMERGENCY,
    kelurahan=("anggrek",),
    kecamatan=("barat",),
    since=AT,
    noticed_at=AT,
    incidents=7,
    voices=9,
    observed=5,
    expected=0.1,
    members=(Member(incident_id="rawa:x:1", place="depan masjid", voices=2),),
    message="Banjir: kini 7 insiden dari 9 warga di Anggrek.",
)
