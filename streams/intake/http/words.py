"""What callers of the intake are told, in their own language. Braces are filled with what is at hand."""

from functools import partial

from streams.http.words import HTTP_WORDS, Words, said_in
from streams.photos.words import PHOTO_WORDS

WORDS: Words = {
    "accepted": {
        "id": "Laporan Anda kami terima. Simpan nomor ini untuk menanyakan perkembangannya.",
        "en": "Your report was taken in. Keep this number to ask how it stands.",
    },
    "no_key": {
        "id": "api_key: wajib diisi untuk permintaan ini",
        "en": "api_key: needed for this request",
    },
    "unknown_key": {
        "id": "api_key: tidak dikenal atau sudah dicabut",
        "en": "api_key: unknown, or revoked",
    },
    "too_many": {
        "id": "terlalu banyak permintaan dengan kunci ini; coba lagi dalam {seconds} detik",
        "en": "too many requests with this key; try again in {seconds} s",
    },
    "unavailable": {
        "id": "laporan belum diterima karena sistem sedang tidak tersedia; kirim lagi dalam {seconds} detik",
        "en": "the report was not taken in because the system is not available; send it again in {seconds} s",
    },
    "uncertain": {
        "id": "belum pasti apakah laporan diterima; kirim lagi persis sama dalam {seconds} detik, "
        "tidak akan tercatat dua kali",
        "en": "nobody can tell yet whether the report was taken in; send the same again in {seconds} s, "
        "it will not count twice",
    },
    "no_reporter": {
        "id": "account_id: account_id, device_id, email, atau phone wajib diisi; satu warga satu suara",
        "en": "account_id: account_id, device_id, email or phone is needed, since a citizen is one voice",
    },
    "incident_over": {
        "id": "incident_id: {what} sudah selesai dan ditutup; kirim laporan baru",
        "en": "incident_id: {what} is over and closed; send a report of its own",
    },
    "broken": {
        "id": "terjadi kesalahan pada sistem kami; laporkan kepada pengelola bila berulang",
        "en": "something went wrong on our side; tell the operator if it happens again",
    },
    "not_found": {"id": "tidak ditemukan: {what}", "en": "not found: {what}"},
    "no_method": {
        "id": "metode {method} tidak berlaku untuk alamat ini",
        "en": "this address does not take the method {method}",
    },
    "http": {"id": "permintaan tidak dapat dilayani: {reason}", "en": "{reason}"},
    "no_jurisdiction": {
        "id": "jurisdiction_id: tidak ditemukan; yang dilayani: {valid}",
        "en": "jurisdiction_id: not found; served here: {valid}",
    },
    "no_service": {
        "id": "service_code: layanan {what} tidak ditemukan",
        "en": "service_code: service {what} was not found",
    },
    "no_request": {
        "id": "{field}: laporan {what} tidak ditemukan atau belum tercatat",
        "en": "{field}: request {what} was not found, or is not recorded yet",
    },
    "one_line": {"id": "{field}: harus satu baris", "en": "{field}: must be one line"},
    "no_time": {
        "id": "{field}: harus tanggal dan jam dengan zona waktu, seperti 2026-11-24T08:30:00+07:00",
        "en": "{field}: must be a date and time with an offset, like 2026-11-24T08:30:00+07:00",
    },
    "too_small": {"id": "{field}: paling kecil {least}", "en": "{field}: at least {least}"},
    "too_big": {"id": "{field}: paling besar {most}", "en": "{field}: at most {most}"},
    "not_asked": {
        "id": "{field}: tidak ditanyakan untuk layanan {service}",
        "en": "{field}: is not asked of service {service}",
    },
    "no_location": {
        "id": "lat, long, address_string, address_id: isi lat dan long, atau address_string, atau address_id",
        "en": "lat, long, address_string, address_id: give lat and long, or address_string, or address_id",
    },
    "no_address": {
        "id": "address_id: {what} tidak dikenal; isi id kelurahan, kecamatan, atau tempat dari katalog",
        "en": "address_id: {what} is not known; give the id of a kelurahan, kecamatan or landmark",
    },
    "in_future": {"id": "{field}: lewat dari sekarang", "en": "{field}: lies in the future"},
    "too_old": {
        "id": "{field}: lebih dari {days} hari yang lalu",
        "en": "{field}: more than {days} days ago",
    },
    "too_wide": {
        "id": "{field}: rentang paling lama {days} hari",
        "en": "{field}: the range may span at most {days} days",
    },
    "backwards": {"id": "{field}: mendahului start_date", "en": "{field}: lies before start_date"},
    "no_repeat_key": {
        "id": "Idempotency-Key: 1 sampai 255 karakter ASCII yang tampak",
        "en": "Idempotency-Key: 1 to 255 printable ASCII characters",
    },
    "other_content": {
        "id": "Idempotency-Key: sudah dipakai untuk isi yang lain",
        "en": "Idempotency-Key: was used for other content before",
    },
    "invalid": {"id": "{field}: {reason}", "en": "{field}: {reason}"},
    **HTTP_WORDS,
    "no_file": {
        "id": "{field}: berkas tidak diterima di sini; kirim foto ke /photos dan isikan url-nya di media_url",
        "en": "{field}: no file is taken here; send a photo to /photos and give its url as media_url",
    },
    **PHOTO_WORDS,
    # What the contract of a report says, by the codes of normalize, whose own words are English.
    "contract_missing": {"id": "{field}: wajib diisi", "en": "{field}: {reason}"},
    "contract_too_long": {"id": "{field}: terlalu panjang atau terlalu banyak", "en": "{field}: {reason}"},
    "contract_out_of_range": {"id": "{field}: di luar batas yang berlaku", "en": "{field}: {reason}"},
    "contract_wrong_type": {"id": "{field}: jenis isiannya salah", "en": "{field}: {reason}"},
    "contract_unknown_category": {"id": "{field}: tidak dikenal", "en": "{field}: {reason}"},
    "contract_nul": {"id": "{field}: memuat karakter NUL", "en": "{field}: {reason}"},
    "contract_invalid": {"id": "{field}: isinya tidak sah", "en": "{field}: {reason}"},
}
"""By code."""

words_of = partial(said_in, WORDS)
"""The words of a code in a language."""
