"""What users of the board are told when something is refused. Braces are filled with what is at hand."""

from functools import partial

from streams.http.words import HTTP_WORDS, Words, said_in
from streams.photos.words import PHOTO_WORDS

WORDS: Words = {
    **HTTP_WORDS,
    **PHOTO_WORDS,
    "no_session": {"id": "Anda belum masuk, atau sesi Anda sudah berakhir.", "en": "You are not signed in."},
    "not_allowed": {"id": "Akun Anda tidak berhak membuka ini.", "en": "Your account may not open this."},
    "no_csrf": {
        "id": "Halaman ini sudah lama terbuka; muat ulang lalu coba lagi.",
        "en": "This page has been open for long; load it again, then try again.",
    },
    "other_origin": {
        "id": "Permintaan ini tidak berasal dari halaman papan.",
        "en": "This request does not come from a page of the board.",
    },
    "too_many_tries": {
        "id": "Terlalu banyak percobaan masuk; coba lagi dalam {seconds} detik.",
        "en": "Too many tries to sign in; try again in {seconds} s.",
    },
    "too_often": {
        "id": "Terlalu banyak permintaan; coba lagi dalam {seconds} detik.",
        "en": "Too many requests; try again in {seconds} s.",
    },
    "too_many_browsers": {
        "id": "Terlalu banyak layar yang terbuka; coba lagi dalam {seconds} detik.",
        "en": "Too many screens are open; try again in {seconds} s.",
    },
    "unavailable": {
        "id": "Belum tersimpan karena sistem sedang tidak tersedia; coba lagi dalam {seconds} detik.",
        "en": "Not saved, because the system is not available; try again in {seconds} s.",
    },
    "uncertain": {
        "id": "Belum pasti apakah tersimpan; kirim lagi persis sama dalam {seconds} detik.",
        "en": "Nobody can tell yet whether it was saved; send the same again in {seconds} s.",
    },
    "provider_away": {
        "id": "Layanan masuk tidak menjawab. Coba lagi dalam {seconds} detik, atau pakai kata sandi papan.",
        "en": "Who vouches for you does not answer. Try again in {seconds} s, or use a board's password.",
    },
    "not_vouched": {
        "id": "Layanan masuk tidak memastikan siapa Anda; mulai lagi dari halaman masuk.",
        "en": "It was not vouched for who you are; begin again where one signs in.",
    },
    "sign_in_over": {
        "id": "Percobaan masuk ini sudah dipakai, terlalu lama, atau dimulai di peramban lain; mulai lagi.",
        "en": "This try to sign in was used, took too long, or began in another browser; begin again.",
    },
    "no_role": {
        "id": "Anda belum diberi peran di papan ini.",
        "en": "You were given no role on this board.",
    },
    "several_roles": {
        "id": "Anda diberi lebih dari satu peran ({roles}); papan memerlukan tepat satu.",
        "en": "You were given several roles ({roles}); the board needs just one.",
    },
    "unknown_agency": {
        "id": "Peran Anda ({role}) menyebut instansi yang tidak dikenal papan.",
        "en": "Your role ({role}) names an agency that the board does not know.",
    },
    "account_locked": {
        "id": "Akun Anda dikunci oleh admin.",
        "en": "An administrator has locked your account.",
    },
    "login_taken": {"id": "Sudah ada akun bernama {login}.", "en": "There is an account {login}."},
    "last_admin": {
        "id": "Ini admin terakhir yang dapat masuk; jadikan orang lain admin lebih dulu.",
        "en": "This is the last administrator who can sign in; make somebody else one first.",
    },
    "not_ours": {
        "id": "Akun {login} diatur oleh layanan masuk, bukan di sini.",
        "en": "The account {login} is ruled by who vouches for it, not here.",
    },
    "invitation_over": {
        "id": "Tautan undangan ini sudah dipakai, diganti, atau lewat waktunya; minta yang baru dari admin.",
        "en": "This invitation was used or replaced, or is over; ask an administrator for a new one.",
    },
    "act_why": {"id": "Tulis alasannya.", "en": "Please give the reason."},
    "photos_not_here": {
        "id": "Foto tidak dapat dikirim dari sini.",
        "en": "Photos are not taken here.",
    },
    "no_day": {
        "id": "{field}: harus tanggal, seperti 2026-11-28",
        "en": "{field}: must be a day, like 2026-11-28",
    },
    "no_such_day": {
        "id": "{field}: paling awal {first}, paling akhir {last}",
        "en": "{field}: not before {first}, and not after {last}",
    },
    "no_weeks": {
        "id": "{field}: harus bilangan dari 1 sampai {most}",
        "en": "{field}: must be a number from 1 to {most}",
    },
    "no_group": {"id": "{field}: harus salah satu dari {valid}", "en": "{field}: must be one of {valid}"},
    "wrong_way_round": {
        "id": "Hari pertama ({first}) sesudah hari terakhir ({last}).",
        "en": "from: {first} is after to: {last}",
    },
    "too_many_days": {
        "id": "Rentang waktu paling panjang {most} hari.",
        "en": "from: at most {most} days can be asked for",
    },
    "no_phone": {"id": "Nomor telepon harus memuat angka.", "en": "A telephone number has digits."},
    "no_form_key": {
        "id": "Formulir ini sudah terlalu lama terbuka; salin teksnya, muat ulang, lalu tempel kembali.",
        "en": "This form has been open for too long; copy its text, load the page again, then paste it.",
    },
    "not_found": {"id": "Tidak ditemukan: {what}", "en": "Not found: {what}"},
    "no_method": {"id": "Metode {method} tidak berlaku di sini.", "en": "{method} is not taken here."},
    "invalid": {"id": "{field}: isinya tidak sah", "en": "{field}: {reason}"},
    "http": {"id": "Permintaan tidak dapat dilayani: {reason}", "en": "{reason}"},
    "broken": {
        "id": "Terjadi kesalahan pada sistem kami; laporkan kepada pengelola bila berulang.",
        "en": "Something went wrong on our side; tell whoever runs it if it happens again.",
    },
}
"""By code."""

words_of = partial(said_in, WORDS)
"""The words of a code in a language."""
