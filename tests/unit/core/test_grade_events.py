"""What is told as an event raises the urgency; what is denied, feared, asked or over does not."""

import pytest

from schemas.catalog.models import Urgency
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.graded import EMERGENCY, HIGH, NORMAL, graded


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
