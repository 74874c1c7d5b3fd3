"""All that is masked of a text, whatever else stands in it, and how long that takes."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from streams.core.mask import STEPS, mask


@pytest.mark.parametrize("email", ["sari(at)surat.id", "sari [at] surat [dot] id", "SARI (AT) surat.co.id"])
def test_an_email_that_hides_its_sign_is_masked(email: str) -> None:
    assert mask(f"balas ke {email}") == "balas ke <email>"


@pytest.mark.parametrize("email", ["budi@mail.id", "a.b+c-d_e@sub.mail-x.co.id", "PAK@MAIL.ID"])
def test_an_email_is_masked(email: str) -> None:
    assert mask(f"(email: {email})") == "(email: <email>)"


def test_several_of_a_text_are_all_masked() -> None:
    text = "Pak Budi 081234567890 / budi@mail.id, NIK 3275012345670001, kantor 021-88951234, mobil B 1234 XYZ"
    assert mask(text) == "Pak <nama> <telepon> / <email>, NIK <nik>, kantor <telepon>, mobil <plat>"


NAME_PIECES = [
    "nama saya ",
    "saya ",
    "Saya ",
    "Pak ",
    "pak ",
    "BU ",
    "H. ",
    "a.n. ",
    "a/n ",
    "an. ",
    "an ",
    "Bpk",
    "Haji ",
]
NAME_PIECES += [
    "Jl. ",
    "masjid ",
    "ketua rt 03 ",
    "dr. ",
    "Sukirno ",
    "budi ",
    "bambang ",
    "SITI ",
    "dewi ",
    "warga ",
    "M. ",
]
PLATE_PIECES = [
    "nopol ",
    "plat ",
    "pelat",
    "no pol",
    "polisi ",
    "B ",
    "b",
    "AB ",
    "KM ",
    "XYZ ",
    "kz",
    "RW ",
    "RT ",
    "ini ",
]
NUMBER_PIECES = [
    "rek ",
    "norek ",
    "BCA ",
    "mandiri ",
    "bpjs ",
    "Rp ",
    "ttl ",
    "lahir ",
    "akta ",
    "mei ",
    "0812",
    "+62",
    "021",
]
NUMBER_PIECES += [
    "(021) ",
    "3275012345670001",
    "1234567890",
    "0001234567890",
    "12-05-1990",
    "12",
    "1234",
    "2025",
    "003",
    " 7",
]
ODD_PIECES = [
    "-",
    "|",
    ". ",
    ".",
    ", ",
    ":",
    "(",
    ")",
    "/",
    "\n",
    "\u2013",
    "-6.",
    "106.",
    "budi@mail.id",
    "@",
    "<nama>",
]
ODD_PIECES += ["_", "/", "(at)", "[at] ", "gmail.com", "hp ", "WA 8"]
ODD_PIECES += ["\u0130", "\u0131", "\u212a", "\u0663\u0664\u0665", "\uff10\uff18", "\ud800", "e\u0301"]
PIECES = st.sampled_from(NAME_PIECES + PLATE_PIECES + NUMBER_PIECES + ODD_PIECES)


def every_step(text: str) -> str:
    for step in STEPS:
        text = step.change(text)
    return text


@given(st.lists(PIECES, max_size=14).map("".join))
@example("no. pol B 1234")
@example("\u0660812345678")
@example("B \u0661234 XYZ")
def test_a_step_is_left_out_only_where_it_would_change_nothing(text: str) -> None:
    assert mask(text) == every_step(text)


@given(
    st.text(max_size=400) | st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=400)
)
def test_no_text_is_too_odd(text: str) -> None:
    assert mask(text) == every_step(text)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "a@",
            "a.",
            "0 8",
            "02",
            "021 ",
            "(021)",
            "1",
            "+62",
            "-6.",
            "0-",
            "08_",
            "08 ",
            "wa 8",
            "62(",
            "a(at)",
            " ",
            "\n",
            "a ",
            "h ",
            "A",
        ),
        *(
            "nama saya ",
            "nama ",
            "pak ",
            "Pak Budi ",
            "Budi ",
            "M. ",
            "a.n. ",
            "saya ",
            "jl ",
            "Jl. H. Ali ",
            "ketua rt ",
        ),
        *("nopol ", "no pol", "polisi ", "B 1234 XYZ ", "b 1", "B-", "1234 a", "0000 AAA"),
        *("08_", "08 ", "wa 8", "62(", "a(at)", "08.15-", "1 "),
        *("rek ", "bca 1", "bpjs ", "12345678 ", "lahir ", "lahir 1-", "ttl", "mei "),
    ],
)
def test_no_text_is_slow(piece: str) -> None:
    """The longest text a report may have; where each letter starts a new search it takes seconds."""
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    mask(text)
    every_step(text)
    assert time.process_time() - started < 0.1
