"""A small corpus on disk: nine months of complaints about three matters."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

SAID = {
    "banjir": ("banjir masuk rumah lagi", "air menggenang sejak pagi", "genangan tinggi di depan warung"),
    "lampu": ("lampu jalan mati total", "penerangan padam gelap sekali", "pju mati minta diganti"),
    "ktp": ("cetak ktp belum jadi", "urus kartu keluarga lama", "akta kelahiran belum diambil"),
}
MONTHS = tuple(f"2025-{month:02}" for month in range(1, 10))
PLACES = ("wonosari", "rungkut", "kenjeran")


def write_corpus(folder: Path, seed: int = 1) -> Path:
    """All files that training reads."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "surabaya_train.csv",
        ("text", "address", "reported_at", "category", "kelurahan", "kecamatan"),
        _complaints(Random(seed)),
    )
    _write(folder / "flagship_relabel_train.csv", ("text", "reported_at", "reviewed_category"), ())
    _write(folder / "flagship_seeds_synthetic.csv", ("text", "category"), [("selokan mampet", "selokan")])
    _write(folder / "supplement_flood_petabencana_2017.csv", ("text", "category"), [("banjir", "banjir")])
    return folder


def _complaints(random: Random) -> Iterable[Sequence[str]]:
    for month in MONTHS:
        for category, texts in SAID.items():
            for day in range(1, 11):
                place = random.choice(PLACES)
                words = random.choice(texts).split()
                words.insert(random.randrange(len(words)), random.choice(("tolong", "mohon", "pak", place)))
                text = f"{' '.join(words)} kelurahan {place}"
                yield text, f"{place} {day}", f"{month}-{day:02}T08:00:00+07:00", category, place, "kota"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
