"""Urgency comes from events that a text tells, not from words that occur in it."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.models import Urgency
from streams.core.grade import Grades, grade
from streams.core.spelling import plain
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.catalog import small_catalog

SMALL = Grades.of(small_catalog())
BEKASI = Grades.of(CATALOG)
LOW, NORMAL, HIGH, EMERGENCY = Urgency


def graded(category: str, text: str) -> Urgency:
    return grade(BEKASI, category, text).urgency


def test_a_category_has_its_usual_urgency() -> None:
    found = grade(SMALL, "banjir", "ada air")
    assert (found.urgency, found.rule) == (NORMAL, "biasanya untuk banjir")


def test_an_urgent_phrase_raises_it_and_is_named() -> None:
    found = grade(SMALL, "banjir", "air masuk rumah")
    assert (found.urgency, found.rule) == (HIGH, "kata 'masuk rumah'")


def test_the_most_urgent_phrase_wins_wherever_it_stands() -> None:
    for text in ("warga terjebak, air masuk rumah", "air masuk rumah, warga terjebak"):
        found = grade(SMALL, "banjir", text)
        assert (found.urgency, found.rule) == (EMERGENCY, "kata 'terjebak'")


def test_a_phrase_never_lowers() -> None:
    urgent = small_catalog().categories["banjir"].model_copy(update={"urgency": EMERGENCY})
    catalog = small_catalog().model_copy(update={"categories": {"banjir": urgent}})
    assert grade(Grades.of(catalog), "banjir", "masuk rumah").rule == "biasanya untuk banjir"


@pytest.mark.parametrize(
    ("category", "text", "rule"),
    [
        ("road_damage", "sudah ada korban di lubang itu", "kata 'ada korban'"),
        ("flood", "air di dapur 80 cm", "air 80 cm"),
        ("flood", "air udh selutut di gang kami", "air setinggi lutut (50 cm)"),
        ("accident", "dua motor adu banteng, 2 org luka", "2 orang luka"),
        ("illegal_parking", "ambulance gk bs lewat gara2 parkir", "ambulans tidak bisa lewat"),
        ("flood", "genangan di gang", "biasanya untuk flood"),
        ("flood", "banjir di rt 2, ada bayi", "biasanya untuk flood, dan ada bayi"),
        ("fire", "takut kebakaran", "bukan kejadian: 'takut'"),
        ("medical_emergency", "bapak pingsan tadi, sudah ditangani", "sudah lewat: 'sudah ditangani'"),
    ],
)
def test_the_rule_that_decided_is_named(category: str, text: str, rule: str) -> None:
    assert grade(BEKASI, category, text).rule == rule


@pytest.mark.parametrize(
    ("category", "text", "urgency"),
    [
        ("road_damage", "ada korban jatuh di lubang depan ruko", EMERGENCY),
        ("road_damage", "ada korbaaaan di sini", EMERGENCY),
        ("road_damage", "ada k0rban luka", EMERGENCY),
        ("road_damage", "ADA KORBAN!!!", EMERGENCY),
        ("accident", "3 orang terluka di perempatan", EMERGENCY),
        ("accident", "seorang pengendara tergeletak di aspal", EMERGENCY),
        ("accident", "korban meninggal satu", EMERGENCY),
        ("accident", "dua tewas di lokasi", EMERGENCY),
        ("accident", "tabrakan beruntun di layang", EMERGENCY),
        ("accident", "pemotor jatoh lecet lecet", HIGH),
        ("medical_emergency", "ibu saya sesek napas", EMERGENCY),
        ("other", "tolooong bapak pinsan di kamar mandi", EMERGENCY),
        ("other", "kirimin ambulan cepet ke gg mawar", EMERGENCY),
        ("other", "tetangga mau lahiran di rumah", EMERGENCY),
        ("other", "istri pecah ketuban", EMERGENCY),
        ("other", "anak kesetrum tiang", EMERGENCY),
        ("flood", "nenek kejebak di lantai dua", EMERGENCY),
        ("flood", "butuh perahu buat jemput orang", EMERGENCY),
        ("flood", "bocah hanyut di kali", EMERGENCY),
        ("flood", "mohon dievakuasi, arus kuat", EMERGENCY),
        ("flood", "budak leutik palid di walungan", EMERGENCY),
        ("flood", "bocah kecemplung got gede", EMERGENCY),
        ("tree", "mobil tertimpa pohon dan orangnya di dalam", EMERGENCY),
        ("fire", "rumah tetangga saya kebakar", EMERGENCY),
        ("fire", "gudang plastik terbakar hebat", EMERGENCY),
        ("fire", "api makin gede", EMERGENCY),
        ("fire", "seuneu geus gede pisan", EMERGENCY),
        ("fire", "imah tatangga kahuruan", EMERGENCY),
        ("fire", "kobongan? bukan! geni gedhe neng omah", EMERGENCY),
        ("illegal_parking", "damkar terhalang mobil parkir", EMERGENCY),
        ("traffic_jam", "ambulans kejebak macet di tol barat", EMERGENCY),
        ("traffic_jam", "pemadam gak bisa masuk gang", EMERGENCY),
        ("traffic_jam", "macet totaaal di pintu tol", HIGH),
        ("tree", "pohon mangga gede tumbang", HIGH),
        ("tree", "tangkal rubuh di jalan", HIGH),
        ("tree", "pohonnya rubuh nutup jalan", HIGH),
        ("road_damage", "jalan utama ambles", HIGH),
        ("road_damage", "jembatan kampung putus", HIGH),
        ("road_damage", "jalan gak bisa dilewatin sama sekali, gak bisa dilewati", HIGH),
        ("utility_network", "kabel listrik putus menjuntai", HIGH),
        ("utility_network", "tiang telepon roboh", HIGH),
        ("flood", "air udah masuk rumah", HIGH),
        ("flood", "cai geus asup imah", HIGH),
        ("flood", "banyu wis mlebu omah", HIGH),
        ("public_order", "ada tawuran di depan sma", HIGH),
        ("public_order", "anak2 bawa clurit", HIGH),
        ("public_order", "satpam dibacok orang", EMERGENCY),
        ("family_welfare", "anak sebelah sering dipukul bapaknya", HIGH),
        ("fire", "ada ular masuk kamar", HIGH),
        ("street_light", "lampu mati bukan cuma gelap, sudah ada korban", EMERGENCY),
    ],
)
def test_events_raise(category: str, text: str, urgency: Urgency) -> None:
    assert graded(category, text) is urgency


@pytest.mark.parametrize(
    ("category", "text"),
    [
        ("road_damage", "tidak ada korban"),
        ("road_damage", "tdk ada korban jiwa"),
        ("road_damage", "gak ada korban luka"),
        ("road_damage", "gada korban kok"),
        ("road_damage", "belum ada korban jiwa"),
        ("road_damage", "blm sampe ada korban"),
        ("road_damage", "belum tentu ada korban"),
        ("road_damage", "korban tidak ada"),
        ("road_damage", "korban: nihil"),
        ("road_damage", "korban jiwa nihil"),
        ("road_damage", "ora ono korban"),
        ("road_damage", "teu aya korban"),
        ("road_damage", "apakah ada korban?"),
        ("road_damage", "ada korban ga?"),
        ("road_damage", "apa harus nunggu ada korban dulu"),
        ("road_damage", "khawatir ada korban"),
        ("road_damage", "dikhawatirkan ada korban jiwa"),
        ("road_damage", "jangan sampai ada korban"),
        ("road_damage", "jgn smp ada korban jiwa"),
        ("road_damage", "ojo nganti ono korban"),
        ("road_damage", "sebelum ada korban"),
        ("road_damage", "sblm ada yg meninggal di jalan"),
        ("road_damage", "agar tidak ada korban"),
        ("road_damage", "biar ga ada korban lagi"),
        ("road_damage", "supaya tidak ada yang jatuh, pengendara aman"),
        ("road_damage", "rawan kecelakaan"),
        ("road_damage", "sering terjadi kecelakaan"),
        ("road_damage", "bisa menyebabkan kecelakaan"),
        ("road_damage", "berpotensi kecelakaan"),
        ("road_damage", "hampir ada korban"),
        ("road_damage", "dulu pernah ada korban"),
        ("road_damage", "tahun lalu ada korban"),
        ("road_damage", "ada korban tahun lalu"),
        ("road_damage", "sudah banyak korban phk"),
        ("flood", "kalau sampai ada yang tenggelam"),
        ("flood", "jika banjir masuk rumah"),
        ("flood", "klo ujan air masuk rumah"),
        ("flood", "air masuk rumah tiap hujan"),
        ("flood", "bisi banjir asup ka imah"),
        ("flood", "takut kejadian seperti tahun lalu ada yang tenggelam"),
        ("flood", "sieun aya nu titeuleum"),
        ("flood", "airnya sudah surut, kemarin masuk rumah tapi sudah kering"),
        ("flood", "tadi air masuk rumah, sekarang udah surut"),
        ("flood", "warga sempat terjebak, sudah dievakuasi"),
        ("flood", "sudah surut banjir selutut tadi"),
        ("tree", "takut pohonnya tumbang"),
        ("tree", "pohon rawan tumbang"),
        ("tree", "pohon bisa tumbang kapan saja"),
        ("tree", "minta tebang sebelum pohon roboh"),
        ("tree", "ngajar supados teu aya tangkal rubuh, bisi tangkal rubuh"),
        ("traffic_jam", "nggak macet total, lancar"),
        ("traffic_jam", "kalau ada ambulans tidak bisa lewat"),
        ("street_light", "gelap, mengundang begal? takut ada begal"),
        ("utility_network", "kabel rendah, khawatir ada yang tersetrum"),
        ("public_order", "besok ada simulasi kebakaran gedung"),
        ("public_order", "pelatihan evakuasi korban luka di aula"),
        ("government_service", "cara daftar pemadam kebakaran"),
        ("tax", "pajak jatuh tempo"),
        ("tax", "suami saya meninggal, mau ubah nama di pbb"),
        ("park", "mohon lampu taman dinyalakan"),
    ],
)
def test_what_is_no_event_or_over_leaves_the_usual(category: str, text: str) -> None:
    assert graded(category, text) is CATALOG.categories[category].urgency


@pytest.mark.parametrize(
    ("category", "text", "urgency"),
    [
        ("fire", "takut kebakaran", NORMAL),
        ("fire", "bukan kebakaran, cuma asap sate", NORMAL),
        ("fire", "rawan kebakaran karena kabel semrawut", NORMAL),
        ("fire", "simulasi kebakaran di mal", NORMAL),
        ("accident", "rawan kecelakaan di tikungan", NORMAL),
        ("fire", "kebakaran lapak sudah padam", HIGH),
        ("accident", "tidak ada korban", HIGH),
        ("accident", "tabrakan motor, tidak ada korban jiwa", HIGH),
        ("medical_emergency", "tadi pingsan tapi sudah sadar", HIGH),
    ],
)
def test_the_usual_of_a_fire_is_too_much_for_none(category: str, text: str, urgency: Urgency) -> None:
    assert graded(category, text) is urgency


@pytest.mark.parametrize(
    "text",
    [
        "tidak ada petugas, ada korban luka",
        "tidak ada petugas. ada korban luka",
        "tidak ada petugas tapi ada korban luka",
        "belum diperbaiki sekarang ada korban luka",
        "takut makin parah dan sudah ada korban luka",
        "khawatir bertambah, nenek terjebak",
        "tidak hanya macet ada korban luka",
        "tidak diperbaiki ada korban luka",
        "jangan lama lama tolong ada korban luka",
        "api sudah padam tapi 2 orang luka",
        "sudah surut, tapi nenek masih terjebak",
        "tadi sudah padam, rumah sebelah terbakar",
        "kapan ambulans datang? ada korban luka",
        "apakah bisa dibantu? ada korban luka",
        "ada korban luka\ntidak ada ambulans",
    ],
)
def test_a_denial_ends_with_its_clause(text: str) -> None:
    assert graded("road_damage", text) is EMERGENCY


def test_a_dot_of_an_abbreviation_ends_no_clause() -> None:
    assert graded("road_damage", "takut di jl. melati no. 3 ada korban") is NORMAL


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("banjir 30 cm di Jatiasih", NORMAL),
        ("banjir 20-30cm", NORMAL),
        ("banjir semata kaki", NORMAL),
        ("genangan sebetis", NORMAL),
        ("banjir 40cm", HIGH),
        ("banjir 30-50cm depan gang", HIGH),
        ("air setengah meter", HIGH),
        ("banjir 0,5 m", HIGH),
        ("banjir selutut", HIGH),
        ("air sedengkul", HIGH),
        ("air setinggi lutut orang dewasa", HIGH),
        ("banjirnya sampe paha", HIGH),
        ("cai sa-tuur", HIGH),
        ("cai nepi ka tuur", HIGH),
        ("banyu sak dengkul", HIGH),
        ("banyune wis sakdengkul, banyu", HIGH),
        ("hampir selutut airnya", HIGH),
        ("banjir 1 m", EMERGENCY),
        ("banjir 1m di perumahan", EMERGENCY),
        ("banjir 1,5 meter", EMERGENCY),
        ("banjir 1.2 mtr", EMERGENCY),
        ("air satu meter lebih", EMERGENCY),
        ("air satu setengah meter", EMERGENCY),
        ("banjir semeter", EMERGENCY),
        ("air sepinggang orang dewasa", EMERGENCY),
        ("air sedada", EMERGENCY),
        ("banjir seleher", EMERGENCY),
        ("cai sacangkeng", EMERGENCY),
        ("banjir sampai atap", EMERGENCY),
        ("gak bisa keluar rumah banjir sepinggang", EMERGENCY),
        ("jalan 30 m banjir", NORMAL),
        ("banjir sepanjang 2 meter", NORMAL),
        ("banjir 200 meter dari pasar", NORMAL),
        ("banjir, pagar setinggi 2 meter rusak", NORMAL),
        ("banjir karena saluran cuma 1 meter", NORMAL),
        ("banjir baru surut 50 cm", NORMAL),
        ("banjir belum sampai selutut", NORMAL),
        ("banjir tidak sampai 1 meter", NORMAL),
        ("takut banjir setinggi dada", NORMAL),
        ("kalau hujan banjir selutut", NORMAL),
        ("banjir selutut sudah surut", NORMAL),
        ("banjir 5000 cm", NORMAL),
    ],
)
def test_the_depth_of_water(text: str, urgency: Urgency) -> None:
    assert graded("flood", text) is urgency


@pytest.mark.parametrize(
    "text",
    ["lubang 50 cm", "tinggi pagar 1 meter", "celana sepinggang", "lutut saya sakit", "tiang 2 m miring"],
)
def test_without_water_a_measure_is_no_depth(text: str) -> None:
    assert graded("road_damage", text) is NORMAL


@pytest.mark.parametrize(
    ("category", "text", "urgency"),
    [
        ("flood", "banjir, ada lansia di rumah", HIGH),
        ("flood", "banjir selutut, ada ibu hamil", EMERGENCY),
        ("flood", "banjir, tidak ada bayi", NORMAL),
        ("flood", "banjir sudah surut, bayi aman", NORMAL),
        ("fire", "asap tebal, ada balita di dalam", EMERGENCY),
        ("street_light", "gelap, kasihan lansia", NORMAL),
    ],
)
def test_those_who_cannot_run_raise_flood_and_fire(category: str, text: str, urgency: Urgency) -> None:
    assert graded(category, text) is urgency


WORDS = (
    *(
        "ada",
        "tidak",
        "korban",
        "takut",
        "banjir",
        "2",
        "orang",
        "luka",
        "1,5",
        "m",
        "cm",
        "selutut",
        "sudah",
    ),
    *("padam", "?", ".", ",", "tapi", "api", "kebakaran", "bayi", "ambulans", "bisa", "lewat", "se", "lutut"),
    *("satu", "setengah", "meter", "an", "\u202e", "\u0430"),
)
ANY_TEXT = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


PHRASES = [
    phrase
    for events in (CATALOG.urgency.people, CATALOG.urgency.dangers)
    for phrase in (*events.high, *events.emergency)
]


@st.composite
def typed_phrases(draw: st.DrawFn, phrases: Sequence[str]) -> str:
    """A phrase of the catalog as somebody types it: a member for each group, slang, letters doubled."""
    words = []
    for part in draw(st.sampled_from(phrases)).split():
        word = draw(st.sampled_from(CATALOG.urgency.groups[part[1:-1]])) if part.startswith("<") else part
        word = draw(st.sampled_from((word, *CATALOG.urgency.spellings.get(word, ()))))
        at = draw(st.integers(0, len(word) - 1))
        times = draw(st.sampled_from((1, 1, 2, 5)))
        words.append(word[:at] + word[at] * times + word[at + 1 :])
    return " ".join(words)


MARKS = st.text(st.sampled_from(" .,?!"), max_size=2)


@given(typed_phrases(PHRASES), MARKS)
def test_the_glance_that_spares_reading_overlooks_no_phrase(phrase: str, mark: str) -> None:
    assert BEKASI.glance.sees(plain(f"tadi pagi {phrase}{mark}"))


@given(typed_phrases((*PHRASES, *CATALOG.urgency.at_risk.people)), MARKS)
def test_where_people_are_at_risk_the_glance_overlooks_none_of_them(phrase: str, mark: str) -> None:
    assert BEKASI.glance_at_risk.sees(plain(f"tadi pagi {phrase}{mark}"))


@given(ANY_TEXT, st.sampled_from(sorted(CATALOG.categories)))
def test_no_text_raises_an_error_and_the_same_text_the_same_grade(text: str, category: str) -> None:
    assert grade(BEKASI, category, text) == grade(BEKASI, category, text)


@given(ANY_TEXT, st.sampled_from(sorted(CATALOG.categories)))
def test_an_event_in_a_sentence_of_its_own_is_heard_whatever_stands_before(text: str, category: str) -> None:
    assert graded(category, f"{text}\nada korban luka parah di sini") is EMERGENCY


@given(ANY_TEXT, st.sampled_from(["flood", "road_damage", "street_light", "park"]))
def test_where_the_usual_is_low_nothing_lowers_it(text: str, category: str) -> None:
    assert graded(category, text).rank >= CATALOG.categories[category].urgency.rank


@given(st.integers(1, 300), st.integers(1, 300))
def test_deeper_water_is_no_less_urgent(one: int, other: int) -> None:
    shallow, deep = sorted((one, other))
    assert graded("flood", f"banjir {shallow} cm").rank <= graded("flood", f"banjir {deep} cm").rank


@given(st.text(st.sampled_from("\u200b\u200e\u200f\u202a\u202e\u00ad\u0301"), max_size=3))
def test_invisible_marks_hide_no_event(mark: str) -> None:
    assert graded("road_damage", f"ada {mark.join('korban')} luka") is EMERGENCY


def test_look_alikes_hide_no_event() -> None:
    assert graded("road_damage", "\u0430d\u0430 k\u043erb\u0430n") is EMERGENCY


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "\u0430", "\u202e", "\ufdfa", "\u0301", "\U0001f600", "1", "1,", ".", "\n", "korban"),
        *("ada ", "tidak ", "an m ", "2 orang luka ", "takut? ", "banjir 1 m ", "se lutut "),
        *("ada tidak korban sudah padam ", "kebakaran sudah padam ", "sudah padam kebakaran "),
    ],
)
def test_long_texts_take_linear_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    start = time.process_time()
    graded("flood", text)
    assert time.process_time() - start < 0.5
