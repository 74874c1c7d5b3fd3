"""Names are masked; roles, everyday words and places named after somebody stay."""

import pytest

from streams.core.mask import mask


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
