"""Words of the officers' pages, in Indonesian."""

from collections.abc import Mapping

from schemas.progress import Said

BUTTON: Mapping[Said, str] = {
    Said.ACCEPTED: "Terima tugas",
    Said.ON_SITE: "Kami di lokasi",
    Said.RESOLVED: "Sudah selesai",
    Said.REFUSED: "Bukan tugas kami",
    Said.CANNOT: "Tidak dapat ditangani",
    Said.RELEASED: "Serahkan ke mitra",
}
REFUSED: Mapping[str, str] = {
    "not_now": "Langkah ini tidak dapat menyusul keadaan sekarang; mungkin rekan Anda sudah melakukannya.",
    "not_yours": "Insiden ini bukan tugas instansi Anda lagi.",
    "closed": "Insiden ini sudah ditutup.",
    "moved": "Laporan insiden ini sudah digabung ke insiden lain.",
    "stale": "Tugas ini sudah diteruskan lagi sejak halaman dibuka; baca keadaannya, lalu coba lagi.",
    "unknown_incident": "Insiden ini tidak dikenal.",
    "unknown_version": "Versi insiden ini tidak dikenal.",
    "no_partner": "Tidak ada mitra yang menangani hal seperti ini di sana.",
    "nothing_to_do": "Instansi Anda sendiri tidak dapat dipilih sebagai pengganti.",
    "id_reused": "Formulir ini sudah pernah terkirim dengan isi lain.",
}
"""Why a word was not taken, by the code of `streams/core/life/refuse.py`."""
OTHERWISE = "Sistem tidak dapat menerapkannya."
