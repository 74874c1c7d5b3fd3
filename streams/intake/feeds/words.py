"""Words of the feeds that anybody reads, in Indonesian."""

from collections.abc import Mapping, Sequence

FIELDS: Mapping[str, str] = {
    "id": "nomor tetap masalah",
    "title": "judul",
    "summary": "ringkasan dalam satu baris",
    "link": "alamat untuk dibuka warga",
    "category": "kode kategori",
    "category_label": "kategori",
    "urgency": "kode tingkat kedaruratan",
    "urgency_label": "tingkat kedaruratan",
    "step": "kode status",
    "step_label": "status",
    "reopened": "berapa kali dibuka lagi",
    "voices": "berapa warga yang melapor",
    "agencies": "kode instansi yang bertugas",
    "agency_names": "nama instansi yang bertugas",
    "kelurahan": "kode kelurahan; kosong bila belum diketahui",
    "kelurahan_name": "nama kelurahan",
    "kecamatan": "kode kecamatan; kosong bila belum diketahui",
    "kecamatan_name": "nama kecamatan",
    "lat": "lintang, dibulatkan sampai sekitar 100 meter (dalam GeoJSON: geometry)",
    "lon": "bujur, dibulatkan seperti lintang",
    "error_m": "titik dapat meleset sekian meter",
    "opened_at": "waktu laporan pertama",
    "updated_at": "waktu perubahan terakhir",
    "closed_at": "waktu ditutup; kosong selama terbuka",
}
"""What each field of an entry means, for those who build on it."""


def listed(names: Sequence[str]) -> str:
    """A, B dan C."""
    *first, last = names
    return f"{', '.join(first)} dan {last}" if first else last
