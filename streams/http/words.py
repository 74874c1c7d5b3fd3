"""What is said of requests as such, whatever they ask for. Braces are filled with what is at hand."""

from collections.abc import Mapping
from typing import TypeAlias

from streams.http.language import Language

Words: TypeAlias = Mapping[str, Mapping[Language, str]]
"""By the codes of faults."""

HTTP_WORDS: Words = {
    "not_now": {
        "id": "sistem sedang tidak tersedia; coba lagi dalam {seconds} detik",
        "en": "the system is not available; try again in {seconds} s",
    },
    "media_type": {
        "id": "Content-Type: harus salah satu dari {valid}",
        "en": "Content-Type: must be one of {valid}",
    },
    "too_large": {
        "id": "isi permintaan terlalu besar; paling banyak {most} KiB",
        "en": "the body is too large; at most {most} KiB are taken",
    },
    "too_slow": {"id": "isi permintaan terlalu lama datang", "en": "the body took too long to arrive"},
    "cut_off": {"id": "isi permintaan terputus", "en": "the body was cut off"},
    "no_form": {"id": "isi permintaan bukan formulir yang utuh", "en": "the body is no whole form"},
    "no_file": {
        "id": "{field}: berkas tidak diterima di sini",
        "en": "{field}: no file is taken here",
    },
    "not_utf8": {"id": "{field}: bukan UTF-8", "en": "{field}: is not UTF-8"},
    "nul": {"id": "{field}: memuat karakter NUL", "en": "{field}: holds a NUL character"},
    "twice": {"id": "{field}: diisi lebih dari sekali", "en": "{field}: was given more than once"},
    "too_long": {
        "id": "{field}: terlalu panjang; paling banyak {most}",
        "en": "{field}: too long; at most {most}",
    },
    "too_many_values": {
        "id": "{field}: terlalu banyak; paling banyak {most}",
        "en": "{field}: too many; at most {most}",
    },
    "missing": {"id": "{field}: wajib diisi", "en": "{field}: is needed"},
    "no_number": {"id": "{field}: harus berupa angka", "en": "{field}: must be a number"},
    "no_url": {
        "id": "{field}: harus alamat http atau https",
        "en": "{field}: must be an http or https address",
    },
    "out_of_range": {
        "id": "{field}: di luar batas; {least} sampai {most}",
        "en": "{field}: out of range; {least} to {most}",
    },
    "not_listed": {
        "id": "{field}: {what} bukan pilihan; pilihannya: {valid}",
        "en": "{field}: {what} is none of the choices: {valid}",
    },
}


def said_in(words: Words, code: str, language: Language, **filled: object) -> str:
    """The words of a code."""
    return words[code][language].format(**filled)
