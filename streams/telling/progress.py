"""Why what an agency said was not taken, for others: by the codes of `streams/core/life/refuse.py`."""

from collections.abc import Mapping

REFUSED: Mapping[str, str] = {
    "not_now": "tidak dapat menyusul keadaannya waktu itu",
    "not_yours": "bukan tugas instansi itu",
    "closed": "insidennya sudah ditutup",
    "moved": "laporannya sudah pindah ke insiden lain",
    "stale": "tugasnya sudah diteruskan lagi",
    "unknown_incident": "insiden itu tidak dikenal",
    "unknown_version": "versi insiden itu tidak dikenal",
    "no_partner": "tidak ada mitra untuk hal itu di sana",
    "nothing_to_do": "menyebut dirinya sendiri sebagai pengganti",
    "id_reused": "nomornya sudah dipakai",
}
