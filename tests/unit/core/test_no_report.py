"""What reports nothing is marked with a reason; whoever says one thing more has reported."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.models import UNKNOWN
from streams.core.no_report import NOTHING, Chatter, no_report
from tests.unit.core.bekasi import CATALOG

CHATTER = Chatter.of(CATALOG)

PRANK = "hanya iseng atau tawa"
ABUSE = "hanya umpatan, tanpa masalah"
SILENCE = "penelepon diam atau sambungan putus"
TEST = "hanya uji coba"
MASH = "hanya ketikan acak"
THANKS = "hanya ucapan terima kasih"
GREETING = "hanya sapaan"


def reason(text: str, *, has_photo: bool = False, has_category: bool = False) -> str | None:
    return no_report(CHATTER, text, has_photo=has_photo, has_category=has_category)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("iseng", PRANK),
        ("cuma iseng doang pak", PRANK),
        ("penelepon iseng", PRANK),
        ("(anak kecil main telepon)", PRANK),
        ("wkwkwkwk", PRANK),
        ("wkwk iseng min", PRANK),
        ("hahahaha", PRANK),
        ("ha ha ha", PRANK),
        ("hehehe xixixi", PRANK),
        ("ahahaha awkwkwk", PRANK),
        ("becanda kok", PRANK),
        ("halo", GREETING),
        ("Haloooo min", GREETING),
        ("halo selamat pagi pak", GREETING),
        ("Assalamualaikum", GREETING),
        ("assalamu'alaikum wr. wb.", GREETING),
        ("P", GREETING),
        ("ppppp", GREETING),
        ("punten kang", GREETING),
        ("sugeng enjing", GREETING),
        ("sampurasun", GREETING),
        ("halo halo ada orang?", GREETING),
        ("pak saya mau lapor", GREETING),
        ("tes", TEST),
        ("tes 123", TEST),
        ("TEST!!!", TEST),
        ("testing testing 1 2 3", TEST),
        ("coba", TEST),
        ("halo tes", TEST),
        ("cek", TEST),
        ("ini cuma uji coba aplikasi", TEST),
        ("(diam)", SILENCE),
        ("hening", SILENCE),
        ("penelepon tidak bersuara", SILENCE),
        ("halo... (tidak ada suara)", SILENCE),
        ("telepon putus", SILENCE),
        ("putus", SILENCE),
        ("sambungan terputus", SILENCE),
        ("langsung ditutup", SILENCE),
        ("salah sambung pak", SILENCE),
        ("anjing lu", ABUSE),
        ("dasar goblok semua", ABUSE),
        ("b4ngsat", ABUSE),
        ("jancuuuk", ABUSE),
        ("walikota tolol kerja gak becus", ABUSE),
        ("makasih min", THANKS),
        ("terima kasih atas bantuannya", THANKS),
        ("hatur nuhun pak", THANKS),
        ("matur suwun", THANKS),
        ("asdfghjkl", MASH),
        ("qwertyuiop", MASH),
        ("sdkjfhskdjfh", MASH),
        ("...", NOTHING),
        ("?!", NOTHING),
        ("\U0001f602\U0001f602", NOTHING),
        ("", NOTHING),
        ("   ", NOTHING),
        ("pak", "tidak menyebut masalah"),
    ],
)
def test_no_report_is_marked_with_its_reason(text: str, why: str) -> None:
    assert reason(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "halo pak, lampu jalan mati",
        "anjir banjir sampe lutut",
        "assalamualaikum, got mampet",
        "tes, ada lubang di jalan",
        "coba dicek lampunya",
        "cek lampu merah rusak",
        "iseng amat yang corat coret tembok",
        "orang iseng merusak taman",
        "goblok jalan bolong gak dibenerin",
        "asu, banjir maneh",
        "makasih, tapi sampah belum diangkut",
        "telepon umum rusak",
        "kabel telepon putus",
        "wkwk macet lagi",
        "banjir",
        "kebakaran",
        "macet",
        "tolong",
        "tolong pak",
        "help",
        "maling",
        "anak kecil hilang",
        "ibu pingsan",
        "jln rsk brt",
        "mhn dprbaiki jln",
        "rt 05 gelap",
        "pjux mati",
        "orang gila ngamuk",
        "ada anjing gila",
        "monyet lepas",
        "bau tai",
        "suara bising pabrik",
        "setan jalanan balapan",
        "sunyi dan gelap",
        "jembatan putus",
        "air kosong",
        "kakek",
    ],
)
def test_one_thing_more_makes_a_report(text: str) -> None:
    assert reason(text) is None


@pytest.mark.parametrize("given_too", ["has_photo", "has_category"])
@pytest.mark.parametrize(
    ("text", "why"),
    [("", None), ("halo", None), ("...", None), ("anjing", None), ("tes", TEST), ("iseng wkwk", PRANK)],
)
def test_a_photo_or_a_pick_is_the_matter_of_all_but_tests_and_pranks(
    given_too: str, text: str, why: str | None
) -> None:
    assert reason(text, **{given_too: True}) == why


def test_every_example_of_a_matter_is_a_report() -> None:
    matters = (category for id, category in CATALOG.categories.items() if id != UNKNOWN)
    examples = [example.text for category in matters for example in category.examples]
    assert [text for text in examples if reason(text)] == []


@pytest.mark.parametrize("text", ["\u0627\u0644\u0645\u0627\u0621", "\u6ca1\u6709\u6c34", "\u0a9c\u0ab2!"])
def test_a_text_in_another_script_is_not_called_empty(text: str) -> None:
    assert reason(text) is None


@pytest.mark.parametrize("unit", ["wk", "kw", "awk", "ha", "hx", "xa", "hxae", "h", "haa"])
@pytest.mark.parametrize("end", ["z", "b", "9", ""])
def test_a_long_laugh_takes_linear_time(unit: str, end: str) -> None:
    text = (unit * 10_000)[:10_000] + end
    start = time.process_time()
    reason(text)
    assert time.process_time() - start < 0.1


@given(st.text(max_size=200), st.booleans(), st.booleans())
def test_no_text_raises_an_error(text: str, has_photo: bool, has_category: bool) -> None:
    found = reason(text, has_photo=has_photo, has_category=has_category)
    assert found is None or found


@given(st.text(max_size=60), st.sampled_from(["lampu jalan mati", "banjir selutut", "tolong"]))
def test_a_matter_beside_anything_is_a_report(text: str, matter: str) -> None:
    assert reason(f"{text}\n{matter}") is None
    assert reason(f"{matter}\n{text}") is None


@pytest.mark.parametrize(
    "unit", ["a", "wk", "halo ", "asdf", "\u202e", "\ufdfa", "ha ", "x", "1", "haxe", "q "]
)
def test_long_texts_take_linear_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    start = time.process_time()
    reason(text)
    assert time.process_time() - start < 0.2
