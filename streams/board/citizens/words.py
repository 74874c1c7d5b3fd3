"""What citizens read on their pages, in both languages. Braces are filled with what is at hand."""

from collections.abc import Mapping

from streams.http.language import Language

CITIZENS_WORDS: Mapping[str, Mapping[Language, str]] = {
    "name": {"id": "Laporan Warga {city}", "en": "Citizens' Reports, {city}"},
    "home": {"id": "Awal", "en": "Home"},
    "map": {"id": "Peta", "en": "Map"},
    "status": {"id": "Status laporan", "en": "Status of a report"},
    "menu": {"id": "Menu utama", "en": "Main menu"},
    "skip": {"id": "Langsung ke isi", "en": "Skip to the content"},
    "language": {"id": "Bahasa", "en": "Language"},
    "staff": {"id": "Masuk untuk petugas", "en": "Sign in (staff)"},
    "ask": {"id": "Bagaimana kabar laporan saya?", "en": "What became of my report?"},
    "number": {"id": "Nomor laporan", "en": "Report number"},
    "number_hint": {
        "id": "Seperti 7k3m-q0zx-91hd, dari operator atau dari aplikasi.",
        "en": "Like 7k3m-q0zx-91hd, from the operator or from the app.",
    },
    "look_up": {"id": "Lihat status", "en": "Look it up"},
    "no_number": {"id": "Isi nomor laporannya.", "en": "Please give the number of the report."},
    "unknown": {
        "id": "Tidak ada laporan dengan nomor itu. Bila baru saja dikirim, coba lagi beberapa menit lagi."
        " Urusan pribadi tidak ditampilkan di sini; tanyakan kepada kanal tempat Anda melapor.",
        "en": "There is no report with this number. If it was sent just now, try again in a few minutes."
        " Personal matters are not shown here; please ask where you reported it.",
    },
    "see_map": {"id": "Lihat peta masalah yang terbuka", "en": "See a map of what is open"},
    "report_by": {"id": "Cara melapor", "en": "How to report"},
    "wards": {"id": "Per kelurahan", "en": "By kelurahan"},
    "wards_hint": {
        "id": "Apa yang sedang terbuka di lingkungan Anda, dan cara berlangganan kabarnya.",
        "en": "What is open in your neighbourhood, and how to subscribe to news of it.",
    },
    "offices": {"id": "Per instansi", "en": "By agency"},
    "district": {"id": "Kecamatan {name}", "en": "Kecamatan {name}"},
    "ward": {"id": "Kelurahan {name}", "en": "Kelurahan {name}"},
    "where": {"id": "Tempat", "en": "Place"},
    "agencies": {"id": "Instansi", "en": "Agency"},
    "nobody": {"id": "belum ditentukan", "en": "not decided yet"},
    "reported": {"id": "Dilaporkan", "en": "Reported"},
    "updated": {"id": "Diperbarui", "en": "Updated"},
    "expected": {"id": "Dijanjikan selesai", "en": "Promised by"},
    "citizens": {"id": "{count} warga melapor", "en": "{count} citizens reported it"},
    "one_citizen": {"id": "1 warga melapor", "en": "1 citizen reported it"},
    "reopened": {"id": "sudah {count} kali dibuka lagi", "en": "opened again {count} times"},
    "open_here": {"id": "Yang terbuka", "en": "What is open"},
    "none_open": {"id": "Tidak ada masalah yang terbuka.", "en": "Nothing is open."},
    "only_last": {
        "id": "Ditampilkan {count} yang terakhir berubah.",
        "en": "The {count} that changed last are shown.",
    },
    "subscribe": {"id": "Berlangganan", "en": "Subscribe"},
    "subscribe_hint": {
        "id": "Salin alamat Atom ke pembaca umpan (misalnya Feedly, Thunderbird), dan Anda mendapat kabar"
        " setiap kali ada yang berubah di sini. GeoJSON dan CSV untuk peta, tabel, dan program.",
        "en": "Copy the address of the Atom feed into a feed reader (Feedly, Thunderbird), and you get news"
        " whenever something changes here. GeoJSON and CSV are for maps, tables and programs.",
    },
    "map_hint": {
        "id": "Titik dibulatkan sampai sekitar 100 meter, dan urusan pribadi tidak ditampilkan."
        " Sentuh sebuah tanda untuk melihat apa yang dilaporkan di sana.",
        "en": "Points are rounded to about 100 metres, and personal matters are not shown."
        " Touch a mark to see what was reported there.",
    },
    "map_of": {"id": "Peta masalah yang terbuka", "en": "Map of what is open"},
    "loading": {"id": "memuat…", "en": "loading…"},
    "count": {"id": "{count} masalah terbuka", "en": "{count} open matters"},
    "not_loaded": {
        "id": "Belum dapat dimuat; dicoba lagi sebentar lagi.",
        "en": "It could not be loaded; we try again soon.",
    },
    "zoom_in": {"id": "Perbesar", "en": "Zoom in"},
    "zoom_out": {"id": "Perkecil", "en": "Zoom out"},
    "legend": {"id": "Tanda di peta", "en": "Marks on the map"},
    "by_ward": {"id": "Sebagai daftar, per kelurahan", "en": "As lists, by kelurahan"},
    "no_place": {"id": "{city}, lokasi belum pasti", "en": "{city}, exact place not known"},
    "outside": {"id": "luar {city}", "en": "outside {city}"},
    "refused": {"id": "Tidak dapat dibuka", "en": "This cannot be opened"},
    "to_home": {"id": "Ke halaman awal", "en": "To the first page"},
}
"""By what the templates call them."""


def say(language: Language, key: str, **filled: object) -> str:
    """The words of that key. Raises KeyError."""
    return CITIZENS_WORDS[key][language].format(**filled)
