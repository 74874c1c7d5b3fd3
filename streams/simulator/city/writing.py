"""A delivery as a line: CSV with the truth in its columns, or JSON as `sinergi replay` sends it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from streams.simulator.city.stream import Delivery
from streams.simulator.city.witnesses import Said

COLUMNS = (
    "report_id",
    "reported_at",
    "lat",
    "lon",
    "category",
    "text",
    "source",
    "incident_id",
    "label_quality",
    "flag_dup",
    "address",
    "closed_at",
)

_JSON = json.JSONEncoder(ensure_ascii=False)


def csv_lines(deliveries: Iterable[Delivery], begins: datetime) -> Iterator[str]:
    """A header, then a line a report; a report that is delivered twice is still one."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(COLUMNS)
    yield line.getvalue()
    for delivery in deliveries:
        if not delivery.again:
            line.seek(0)
            line.truncate()
            writer.writerow(_cells(delivery.said, begins))
            yield line.getvalue()


def json_lines(deliveries: Iterable[Delivery], begins: datetime) -> Iterator[str]:
    """A line a delivery: a report of the contract, its channel, and under `truth` what no channel knows."""
    for delivery in deliveries:
        yield f"{_JSON.encode(_record(delivery.said, begins))}\n"


def _cells(said: Said, begins: datetime) -> tuple[object, ...]:
    incident, stand = said.incident, said.stand
    return (
        said.id,
        _iso(begins, said.at_s),
        stand.lat,
        stand.lon,
        said.category,
        said.text,
        said.channel,
        incident.id,
        "linked" if incident.reports > 1 else "none",
        0 if said.first else 1,
        said.place,
        None if incident.mended_s is None else _iso(begins, incident.mended_s),
    )


def _record(said: Said, begins: datetime) -> dict[str, object]:
    stand = said.stand
    record: dict[str, object] = {"id": said.id, "reported_at": _iso(begins, said.at_s), "text": said.text}
    if stand.lat is not None:
        record |= {"lat": stand.lat, "lon": stand.lon}
    if stand.accuracy_m is not None:
        record["accuracy_m"] = stand.accuracy_m
    if said.place:
        record["place"] = said.place
    record["reporter"] = said.reporter
    if said.photo:
        record["photos"] = [said.photo]
    if said.picked:
        record["category"] = said.category
    return record | {"channel": said.channel, "truth": _truth(said, begins)}


def _truth(said: Said, begins: datetime) -> dict[str, object]:
    """The incident, what it is and as what it was told, and in what the report misleads."""
    incident = said.incident
    opening = incident.opening
    truth: dict[str, object] = {
        "incident": incident.id,
        "category": incident.kind.id,
        "told_as": said.category,
        "reports": incident.reports,
    }
    if incident.mended_s is not None:
        truth["closed_at"] = _iso(begins, incident.mended_s)
    told = {
        "recurs": opening.before,
        "storm": opening.storm and opening.storm.id,
        "wrong_place": said.stand.wrong,
        "resent": said.resent,
        "tells": incident.tells if incident.tells < 1 else None,
    }
    return truth | {name: value for name, value in told.items() if value}


def _iso(begins: datetime, at_s: float) -> str:
    return (begins + timedelta(seconds=int(at_s))).isoformat()
