"""All that is held of a citizen, in a folder: theirs to read, and to take elsewhere."""

import json
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from schemas.catalog.models import Catalog
from schemas.incident import Incident
from sinks.personal import Holdings
from streams.core.names import label_of
from streams.personal.forget import photos_of

if TYPE_CHECKING:  # It needs a package that is an extra.
    from sinks.photo_store import PhotoStore

DATA, PAGE, PHOTOS = "data.json", "BACA.txt", "foto"
PACKED = "data-pelapor"
"""The folder in an archive; whose it is does not stand in its name."""


def export(
    held: Holdings,
    incidents: Mapping[str, Incident],
    store: "PhotoStore",
    catalog: Catalog,
    folder: Path,
) -> int:
    """Write it, for nobody else's eyes; how many photos are among it. Raises `OSError`, `PhotoStoreError`."""
    folder.mkdir(mode=0o700, parents=True)
    found = [(sha256, image) for sha256 in photos_of(held) if (image := store.image(sha256))]
    for sha256, image in found:
        path = folder / PHOTOS / f"{sha256}.jpg"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(image)
    data = _data(held, incidents, catalog) | {"foto": [f"{PHOTOS}/{sha256}.jpg" for sha256, _ in found]}
    (folder / DATA).write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    (folder / PAGE).write_text("\n".join(_page(held)), encoding="utf-8")
    return len(found)


def export_packed(
    held: Holdings,
    incidents: Mapping[str, Incident],
    store: "PhotoStore",
    catalog: Catalog,
    out: IO[bytes],
) -> int:
    """The same folder as an archive (tar), for who has no disk of its own, as in a container."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / PACKED
        number = export(held, incidents, store, catalog, folder)
        with tarfile.open(fileobj=out, mode="w|") as archive:
            archive.add(folder, PACKED, filter=_of_nobody)
    out.flush()
    return number


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who unpacks it owns it."""
    return member.replace(uid=0, gid=0, uname="", gname="", deep=False)


def _data(held: Holdings, incidents: Mapping[str, Incident], catalog: Catalog) -> dict[str, object]:
    stands = {
        id: {"kategori": label_of(catalog.categories, one.category), "tahap": one.life.step.value}
        for id, one in incidents.items()
    }
    return {
        "kanal": held.person.channel,
        "pelapor": held.person.reporter,
        "laporan": [
            {
                "isi": one.report.model_dump(mode="json", exclude_none=True),
                "insiden": one.incident_id,
                "insiden_tentang": stands.get(one.incident_id),
            }
            for one in held.said
        ],
        "jawaban": [
            {"id": one.id, "laporan": one.report_id, "jawaban": one.answer, "waktu": one.at.isoformat()}
            for one in held.answers
        ],
        "ditolak": [
            {
                "diterima": one.at.isoformat(),
                "alasan": one.reason,
                "isi": one.original.decode(errors="replace"),
            }
            for one in held.refused
        ],
    }


def _page(held: Holdings) -> Iterator[str]:
    person = held.person
    yield f"Data pada kanal {person.channel} dari pelapor {person.reporter or '(tanpa identitas)'}"
    yield ""
    for said in held.said:
        report = said.report
        yield f"Laporan {report.id}, {report.reported_at:%d-%m-%Y %H.%M}"
        yield f"  Isi     : {report.text}"
        yield f"  Tempat  : {report.place or '-'}"
        yield f"  Titik   : {_point(report.lat, report.lon)}"
        yield f"  Foto    : {', '.join(photo.url for photo in report.photos) or '-'}"
        yield f"  Lainnya : {json.dumps(report.model_extra or {}, ensure_ascii=False)}"
        yield f"  Insiden : {said.incident_id}"
        yield ""
    yield f"Jawaban: {len(held.answers)}. Kiriman yang ditolak: {len(held.refused)} (lihat {DATA})."
    yield ""


def _point(lat: float | None, lon: float | None) -> str:
    return f"{lat}, {lon}" if lat is not None else "-"
