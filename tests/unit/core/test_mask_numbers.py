"""Numbers and days that are somebody's are masked, and those that are nobody's stay."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from streams.core.mask import mask


@pytest.mark.parametrize(
    "phone",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 789",
        "0812.3456.7890",
        "+6281234567890",
        "+62 812 3456 7890",
        "62812-3456-7890",
        "02188951234",
        "021-88951234",
        "021 8895 1234",
        "(021) 8895-1234",
        "(0251)8312345",
        "+62-21-88951234",
    ],
)
@pytest.mark.parametrize("around", ["{}", "hub {} ya", "wa.{}, pak", "telp:{}\nsegera", "no {}."])
def test_a_telephone_number_is_masked(phone: str, around: str) -> None:
    assert mask(around.format(phone)) == around.format("<telepon>")


@pytest.mark.parametrize("around", ["{}", "nik {}", "KTP:{}.", "{},", "no KK {} ya"])
@pytest.mark.parametrize("nik", ["3275012345670001", "3275 0123 4567 0001", "3275.0123.4567.0001"])
def test_a_nik_is_masked(around: str, nik: str) -> None:
    assert mask(around.format(nik)) == around.format("<nik>")


def test_every_nik_of_a_list_is_masked() -> None:
    assert mask("3275012345670001,3275012345670002/3275012345670003") == "<nik>,<nik>/<nik>"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hp 08 13 57 91 35 79 lapor", "hp <telepon> lapor"),
        ("hubungi 0813/5791/3579", "hubungi <telepon>"),
        ("hubungi 0813\u20135791\u20133579.", "hubungi <telepon>."),
        ("telp 0813_5791_3579", "telp <telepon>"),
        ("(0813) 5791/3579", "<telepon>"),
        ("+62(0)813-5791-3579 pagi", "<telepon> pagi"),
        ("(+62) 813 / 5791 / 3579", "<telepon>"),
        ("0 8 1 3 5 7 9 1 3 5 7 9", "<telepon>"),
        ("WA 81357913579", "WA <telepon>"),
        ("nomor hp saya: 813-5791-3579", "nomor hp saya: <telepon>"),
        ("kantor 021 774 56 78", "kantor <telepon>"),
        ("\uff10\uff18\uff11\uff13\uff15\uff17\uff19\uff11\uff13\uff15\uff17\uff19", "<telepon>"),
        ("RT 03 0813/5791/3579", "RT 03 <telepon>"),
        ("08/12/2025 pak, 0813/5791/3579", "08/12/2025 pak, <telepon>"),
        ("0813/5791/3579, 0857/1111/2222", "<telepon>, <telepon>"),
    ],
)
def test_a_telephone_number_is_masked_however_its_digits_are_parted(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(
    st.from_regex(r"08[1-9][0-9]{7,9}", fullmatch=True),
    st.sampled_from([" ", "-", ".", "/", "_", "\u2013", " - ", " / "]),
    st.integers(2, 5),
)
def test_no_grouping_of_a_mobile_number_shows_its_last_digits(number: str, gap: str, size: int) -> None:
    written = gap.join(number[at : at + size] for at in range(0, len(number), size))
    assume(not re.match(r"\d\d\D+\d\d\D+(?:19|20)\d\d(?!\d)|\d\d\.\d\d ?[-/ .]|0\d\D+(?:19|20)\d\d", written))
    assert number[-4:] not in re.sub(r"\D", "", mask(f"hubungi {written}"))


@pytest.mark.parametrize(
    "nik", ["327503 450688 0002", "32750345-06880002", "327503/450688/0002", "32.75.03.450688.0002"]
)
def test_a_nik_is_masked_by_the_groups_people_write(nik: str) -> None:
    assert mask(f"nik saya {nik} ya") == "nik saya <nik> ya"


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-12 08.15-10.20",
        "12-08-2026 08.15-10.20",
        "2026-11-08 08.15-10.20",
        "08/12/25 08.15-10.20",
        "08 12 2025 0815",
        "jam 08.00-12.00 13.00-15.00",
        "05-11-2025 - 07-11-2025",
        "2026-11-24 2026-11-25",
        "20261124-20261125",
        "RT 02/03/04/05/06/07",
        "RT 05/08 17141",
        "KM 08 200 - 08 400",
        "06.23827 106.97561",
        "Rp 62.500.000.000",
        "wa 812 kali",
        "rapat (at) balai warga",
    ],
)
def test_days_times_and_lists_are_no_telephone_numbers(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("transfer ke rek BCA 1234567890", "transfer ke rek BCA <rekening>"),
        ("norek: 123-456-7890", "norek: <rekening>"),
        ("no. rekening saya 12345678", "no. rekening saya <rekening>"),
        ("minta dikirim ke Mandiri 1230004567890 besok", "minta dikirim ke Mandiri <rekening> besok"),
        ("pungli lewat 1234567890 (BRI)", "pungli lewat <rekening> (BRI)"),
        ("bjb a/n Sukirno 0012345678901", "bjb a/n <nama> <rekening>"),
        ("BPJS no 0001234567890 ditolak", "BPJS no <bpjs> ditolak"),
        ("kartu kis saya: 0001234567890", "kartu kis saya: <bpjs>"),
    ],
)
def test_an_account_is_masked_by_the_word_that_stands_by_it(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ttl: Bekasi, 12-05-1990", "ttl: Bekasi, <lahir>"),
        ("Tanggal lahir 12/5/90", "Tanggal lahir <lahir>"),
        ("tgl lahir: 1990-05-12", "tgl lahir: <lahir>"),
        ("lahir di Bekasi tanggal 3 Mei 1990", "lahir di Bekasi tanggal <lahir>"),
        ("kelahiran 17 agustus 1955", "kelahiran <lahir>"),
    ],
)
def test_a_date_of_birth_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "RT 03/RW 05",
        "rt 003 rw 012 no 45",
        "RT.003/RW.012",
        "RT 100 RW 200 KEL",
        "banjir 30 cm",
        "genangan 20-30 cm sepanjang 100 m",
        "12-08-2025 jam 08.30",
        "08/12/2025 08:15-10:20",
        "2026-11-24T08:30:00+07:00",
        "20261124083000",
        "-6.23827, 106.97561",
        "-6.2382700000000005,107.0812345678901",
        "106.9876543210123",
        "Rp 150.000",
        "Rp 20.000.000.000",
        "call 112",
        "KM 27, lajur 2",
        "KM 27 B arah Cikampek",
        "kode pos 17141",
        "jam 0530 - 0700",
        "@dishub besok",
        "tiang PJU 0123/BKS/09",
    ],
)
def test_figures_that_are_nobodys_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "rekening listrik Rp 12345678",
        "dekat BCA, 12-08-2025",
        "bank tutup 2020 - 2025",
        "depan BRI -6.2382700, 106.9756100",
        "rek PDAM 402.940",
        "akta kelahiran diajukan 12-05-2025",
        "idpel 512345678901",
    ],
)
def test_money_and_days_are_no_accounts_and_no_births(text: str) -> None:
    assert mask(text) == text
