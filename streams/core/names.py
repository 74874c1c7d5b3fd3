"""What a thing is called: by the catalog, or by its id where the catalog no longer has it, since what is kept
may be older.
"""

from collections.abc import Mapping

from schemas.catalog.models import Agency, Category, Channel, Kecamatan, Kelurahan, Urgency
from schemas.progress import Said

URGENCY: Mapping[Urgency, str] = {
    Urgency.LOW: "rendah",
    Urgency.NORMAL: "biasa",
    Urgency.HIGH: "tinggi",
    Urgency.EMERGENCY: "darurat",
}

SAID: Mapping[Said, str] = {
    Said.ACCEPTED: "menerima",
    Said.REFUSED: "menolak",
    Said.ON_SITE: "di lokasi",
    Said.RESOLVED: "menyatakan selesai",
    Said.CANNOT: "tidak dapat menangani",
    Said.RELEASED: "melepas ke mitra",
    Said.CONFIRMED: "memastikan selesai",
    Said.REOPENED: "membuka lagi",
}


def name_of(entries: Mapping[str, Agency | Channel | Kelurahan | Kecamatan], id: str) -> str:
    """Its name."""
    entry = entries.get(id)
    return entry.name if entry else id


def label_of(categories: Mapping[str, Category], id: str) -> str:
    """What a category is about, for a person."""
    category = categories.get(id)
    return category.label if category else id
