"""Feeds of any text, and one such as the city has."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from streams.intake.feeds.entry import Entry, Feed

JAKARTA = timezone(timedelta(hours=7))
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JAKARTA)

texts = st.text(max_size=30)
maybe = st.none() | texts
_moments = st.datetimes(timezones=st.just(JAKARTA)).map(lambda moment: moment.replace(microsecond=0))
_points = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.integers(100, 9_000))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    point = draw(_points) or (None, None, None)
    agencies = draw(st.lists(st.tuples(texts, texts), max_size=3))
    words = {name: draw(texts) for name in ("id", "title", "summary", "link", "category", "category_label")}
    labels = {name: draw(texts) for name in ("urgency", "urgency_label", "step", "step_label")}
    areas = {name: draw(maybe) for name in ("kelurahan", "kelurahan_name", "kecamatan", "kecamatan_name")}
    return Entry(
        **words,
        **labels,
        **areas,
        reopened=draw(st.integers(0, 9)),
        voices=draw(st.integers(1, 999)),
        agencies=tuple(id for id, _ in agencies),
        agency_names=tuple(name for _, name in agencies),
        lat=point[0],
        lon=point[1],
        error_m=point[2],
        opened_at=draw(_moments),
        updated_at=draw(_moments),
        closed_at=draw(st.none() | _moments),
    )


feeds = st.builds(
    Feed,
    id=texts,
    title=texts,
    subtitle=texts,
    author=texts,
    url=texts,
    entries=st.lists(entries(), max_size=3).map(tuple),
    complete=st.booleans(),
)

LAMP = Entry(
    id="bekasi:traffic:abc",
    title="Penerangan jalan umum (PJU), Kelurahan Kayuringinjaya, Kecamatan Bekasi Selatan",
    summary="Penerangan jalan umum (PJU). Dilaporkan 4 warga. Status: dibuka lagi.",
    link="https://lapor.example/feeds/dishub.html#bekasi:traffic:abc",
    category="street_light",
    category_label="Penerangan jalan umum (PJU)",
    urgency="high",
    urgency_label="tinggi",
    step="reopened",
    step_label="dibuka lagi",
    reopened=1,
    voices=4,
    agencies=("dishub", "dlh"),
    agency_names=("Dinas Perhubungan", "Dinas Lingkungan Hidup"),
    kelurahan="kayuringinjaya",
    kelurahan_name="Kayuringinjaya",
    kecamatan="bekasi_selatan",
    kecamatan_name="Bekasi Selatan",
    lat=-6.241,
    lon=106.993,
    error_m=100,
    opened_at=NOON,
    updated_at=NOON + timedelta(hours=2),
    closed_at=None,
)
FEED = Feed(
    id="urn:sinergi:feed:bekasi:dishub",
    title="Laporan warga di Kota Bekasi: Dinas Perhubungan",
    subtitle="Masalah yang masih terbuka.",
    author="Pemerintah Kota Bekasi",
    url="https://lapor.example/feeds/dishub",
    entries=(LAMP,),
    complete=True,
)
