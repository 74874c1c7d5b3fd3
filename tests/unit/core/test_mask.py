import re
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from streams.core.mask import STEPS, mask


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


@pytest.mark.parametrize("email", ["sari(at)surat.id", "sari [at] surat [dot] id", "SARI (AT) surat.co.id"])
def test_an_email_that_hides_its_sign_is_masked(email: str) -> None:
    assert mask(f"balas ke {email}") == "balas ke <email>"


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


@pytest.mark.parametrize("email", ["budi@mail.id", "a.b+c-d_e@sub.mail-x.co.id", "PAK@MAIL.ID"])
def test_an_email_is_masked(email: str) -> None:
    assert mask(f"(email: {email})") == "(email: <email>)"


@pytest.mark.parametrize(
    "plate",
    [
        "B 1234 XYZ",
        "b1234xyz",
        "B-1234-XYZ",
        "b 1234 kzx",
        "B1234KZ",
        "F 123 AB",
        "AB 4321 C",
        "DK 12 XYZ",
        "B 2025 KZA",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "truk {} ugal-ugalan", "angkot({})", "ditabrak {},", "mobil parkir: {}."]
)
def test_a_plate_is_masked(plate: str, around: str) -> None:
    assert mask(around.format(plate)) == around.format("<plat>")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("plat B 1234 di trotoar", "plat <plat> di trotoar"),
        ("nopolnya 1479 KY", "nopolnya <plat>"),
        ("no pol: B 1234 XYZ kabur", "no pol: <plat> kabur"),
        ("pelat nomor b 1234 xyz", "pelat nomor <plat>"),
        ("Nomor Polisi : B 9876 FZ", "Nomor Polisi : <plat>"),
    ],
)
def test_what_is_said_to_be_a_plate_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


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
    ("text", "masked"),
    [
        ("nama saya Sukirno dari RT 03", "nama saya <nama> dari RT 03"),
        ("nama saya sukirno wiratmo, got mampet", "nama saya <nama>, got mampet"),
        ("nama saya sukirno lampu jalan mati", "nama saya <nama> lampu jalan mati"),
        ("NAMA SAYA SUKIRNO MOHON DIPERBAIKI", "NAMA SAYA <nama> MOHON DIPERBAIKI"),
        ("Nama : Rokayah\nAlamat : Jl. Mawar 3", "Nama : <nama>\nAlamat : Jl. Mawar 3"),
        ("nama lengkap saya adalah darsinih", "nama lengkap saya adalah <nama>"),
        ("saya Sukirno dari Jatiasih", "saya <nama> dari Jatiasih"),
        ("Saya Sukirno Wiratmo warga RW 05", "Saya <nama> warga RW 05"),
        ("pagi, saya budi mau lapor", "pagi, saya budi mau lapor"),
        ("pagi, saya bambang mau lapor", "pagi, saya <nama> mau lapor"),
        ("perkenalkan saya rokayah", "perkenalkan saya <nama>"),
        ("a.n. Sukirno", "a.n. <nama>"),
        ("a/n sukirno", "a/n <nama>"),
        ("an. Rokayah Binti Sarkawi", "an. <nama>"),
        ("atas nama rokayah sudah bayar", "atas nama <nama> sudah bayar"),
        ("atas nama Bapak Sukirno", "atas nama Bapak <nama>"),
        ("petugas bernama Bu Rokayah", "petugas bernama Bu <nama>"),
        ("rumah Pak Sukirno kebanjiran", "rumah Pak <nama> kebanjiran"),
        ("depan rumah pak bambang sutrisno", "depan rumah pak <nama>"),
        ("DEPAN RUMAH PAK BAMBANG SUTRISNO", "DEPAN RUMAH PAK <nama>"),
        ("bu hartati jatuh", "bu <nama> jatuh"),
        ("bu dewi jatuh", "bu <nama> jatuh"),
        ("Bpk. Sukirno ketua RT 02", "Bpk. <nama> ketua RT 02"),
        ("Bapak H. Sukirno", "Bapak H. <nama>"),
        ("Pak Haji Sukirno", "Pak Haji <nama>"),
        ("H. M. Sukirno, Hj. Rokayah dan KH Sarkawi", "H. <nama>, Hj. <nama> dan KH <nama>"),
        ("Sdr. Sukirno dan Sdri Rokayah", "Sdr. <nama> dan Sdri <nama>"),
        ("Mas Sukirno, Mbak Rokayah", "Mas <nama>, Mbak <nama>"),
        ("Bu SITI AMINAH hilang", "Bu <nama> hilang"),
        ("ibu saya Rokayah pingsan", "ibu saya <nama> pingsan"),
        ("Ketua RT 03 Bambang tidak menjawab", "Ketua RT 03 <nama> tidak menjawab"),
        ("rumah Pak RW Supriyanto", "rumah Pak RW <nama>"),
        ("bernama darsinih terjebak banjir", "bernama <nama> terjebak banjir"),
        ("Hormat kami, Sukirno", "Hormat kami, <nama>"),
        ("Pak Budi. Bu Ani.", "Pak <nama>. Bu <nama>."),
        ("(Ibu Nur'aini)", "(Ibu <nama>)"),
        ("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{POLICE CARS REVOLVING LIGHT} Pak Budi", None),
    ],
)
def test_a_name_is_masked(text: str, masked: str | None) -> None:
    assert mask(text) == (masked or text.replace("Budi", "<nama>"))


def test_several_of_a_text_are_all_masked() -> None:
    text = "Pak Budi 081234567890 / budi@mail.id, NIK 3275012345670001, kantor 021-88951234, mobil B 1234 XYZ"
    assert mask(text) == "Pak <nama> <telepon> / <email>, NIK <nik>, kantor <telepon>, mobil <plat>"


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
        "Blok B 12",
        "B 12",
        "b 12 rt 03",
        "Blok B 12 RT 03 RW 05",
        "blok b 1200 rt 5",
        "No. F16A",
        "no. 111 A - 111 C",
        "Tower B 1205 A",
        "kamar D 101 X",
        "d 2023 ini jalan rusak",
        "H 2 no 15",
        "angkot K 11 A",
        "gardu listrik 150 kv, A 200 kva, B 1300 VA",
        "tahun 2025 ada",
        "SMPN 12 BKS",
        "platform 2000 orang",
        "polisi 2 orang",
        "X 1234 ABC",
        "plat besi 100 cm",
    ],
)
def test_houses_and_years_are_no_plates(text: str) -> None:
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


@pytest.mark.parametrize(
    "text",
    [
        "Pak RT dan Bu Lurah diam saja",
        "Bapak Walikota yang terhormat",
        "Pak Polisi tolong",
        "pak polisi tolong",
        "Ibu hamil terjebak banjir",
        "ibu-ibu PKK",
        "Bapak/Ibu Dinas",
        "Pak. Lampu mati",
        "Terima kasih Pak. Jalan rusak lagi",
        "saya Warga Jatiasih",
        "Saya RT 03",
        "Mohon Saya Dibantu Segera",
        "saya indah sekali",
        "nama jalan Mawar",
        "nama saya tidak terdaftar",
        "atas nama warga kami berterima kasih",
        "atas perhatiannya",
        "kebersihan. Lampu mati",
        "naik haji tahun ini",
        "Asrama Haji Bekasi",
        "Blok H Mawar",
        "MOHON PAK DIPERBAIKI SECEPATNYA",
        "Ibu Kota",
        "emas Antam",
        "pak tolong pak",
        "dr Bekasi ke Jakarta",
        "air teh Botol",
    ],
)
def test_roles_and_everyday_words_are_no_names(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Jl. H. Nonon Sonthanie",
        "Jalan KH Noer Ali",
        "jalan kh noer ali",
        "Jl. K.H. Noer Ali",
        "Jl Ibu Inggit macet",
        "Jl. Raya Haji Sukirno",
        "Jl. Ir. H. Juanda",
        "Gang Haji Bambang",
        "gg. pak bambang",
        "Masjid H. Sukirno",
        "SD KH Sarkawi",
        "RSUD dr. Chasbullah",
        "RSPAL dr. Sukirno",
        "Jl. M.H. Thamrin",
        "RS Ibu Kartini",
        "makam Mbah Sukirno",
        "Kp. H. Sukirno",
    ],
)
def test_a_place_named_after_somebody_stays(text: str) -> None:
    assert mask(text) == text


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
