"""What is said of photos that are not taken or not shown."""

from streams.http.words import Words

PHOTO_WORDS: Words = {
    "photo_missing": {
        "id": "{field}: wajib berisi satu berkas foto",
        "en": "{field}: needs one photo, as a file",
    },
    "photo_kind": {
        "id": "{field}: isinya bukan foto JPEG, PNG, atau WebP (HEIC harap diubah ke JPEG dahulu)",
        "en": "{field}: holds neither JPEG nor PNG nor WebP (convert HEIC to JPEG first)",
    },
    "photo_bytes": {
        "id": "{field}: lebih besar dari {megabytes} MB",
        "en": "{field}: larger than {megabytes} MB",
    },
    "photo_pixels": {
        "id": "{field}: lebih dari {megapixels} juta piksel",
        "en": "{field}: more than {megapixels} million pixels",
    },
    "photo_small": {
        "id": "{field}: sisi terpendek kurang dari {pixels} piksel",
        "en": "{field}: its shorter side has less than {pixels} pixels",
    },
    "photo_broken": {
        "id": "{field}: foto rusak atau terpotong",
        "en": "{field}: the photo is broken or cut off",
    },
    "photo_scans": {
        "id": "{field}: JPEG bertahap dengan lebih dari {scans} tahap",
        "en": "{field}: a progressive JPEG of more than {scans} scans",
    },
    "photo_form": {
        "id": "isi permintaan: multipart/form-data tidak utuh, atau terlalu banyak bagian",
        "en": "body: broken multipart/form-data, or too many parts",
    },
    "photo_form_kind": {
        "id": "Content-Type: harus multipart/form-data",
        "en": "Content-Type: must be multipart/form-data",
    },
    "photo_slow": {"id": "kiriman terlalu lambat", "en": "the upload was too slow"},
    "photo_link": {
        "id": "tautan foto ini salah atau sudah kedaluwarsa",
        "en": "this link to a photo is wrong or has expired",
    },
    "photos_busy": {
        "id": "foto belum diterima karena terlalu banyak kiriman sekaligus; kirim lagi dalam {seconds} detik",
        "en": "the photo was not taken in because too many came at once; send it again in {seconds} s",
    },
    "photos_away": {
        "id": "penyimpanan foto sedang tidak tersedia; coba lagi dalam {seconds} detik",
        "en": "the store of photos is not available; try again in {seconds} s",
    },
}
"""By code."""
