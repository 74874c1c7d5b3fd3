"""Lines of a simulated city: what evaluation, replay and triage make of them."""

import csv
import io
import json
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from schemas.classified import ClassifiedReport
from schemas.rejection import Origin
from schemas.report import Report
from streams.core.understand import Knowledge, understand
from streams.replay.files import read
from streams.replay.reports import Forming
from streams.replay.rows import rename
from streams.simulator.city.kinds import load_speech
from streams.simulator.city.stream import City
from streams.simulator.city.writing import csv_lines, json_lines
from tests.unit.core.bekasi import CATALOG, trained

ZONE = ZoneInfo("Asia/Jakarta")
BEGINS = datetime(2026, 1, 5, tzinfo=ZONE)
REPORTS = 2_000
HEADER = (
    "report_id,reported_at,lat,lon,category,text,source,incident_id,label_quality,flag_dup,address,closed_at"
)


def city() -> City:
    return City.of(CATALOG, BEGINS, 20, Random(2))


@cache
def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(csv_lines(city().deliveries(REPORTS), BEGINS)))))


@cache
def lines() -> list[str]:
    return list(json_lines(city().deliveries(REPORTS), BEGINS))


def test_csv_has_the_columns_of_labelled_cities() -> None:
    assert next(csv_lines([], BEGINS)) == f"{HEADER}\n"
    assert len(rows()) == REPORTS
    assert {row["category"] for row in rows()} <= CATALOG.categories.keys()
    assert {row["source"] for row in rows()} == set(load_speech().manners)


def test_csv_is_linked_where_an_incident_has_several_and_flags_all_but_the_first() -> None:
    number = Counter(row["incident_id"] for row in rows())
    for row in rows():
        assert row["label_quality"] == ("linked" if number[row["incident_id"]] > 1 else "none")
    firsts = Counter(row["incident_id"] for row in rows() if row["flag_dup"] == "0")
    assert firsts == Counter(number.keys())
    closed = {(row["incident_id"], row["closed_at"]) for row in rows()}
    assert len(closed) == len(number)


def test_csv_has_no_report_twice_and_json_has_some_deliveries_twice_to_the_byte() -> None:
    assert len({row["report_id"] for row in rows()}) == REPORTS
    twice = [line for line, number in Counter(lines()).items() if number == 2]
    assert twice
    assert len(lines()) == REPORTS + len(twice)
    assert {json.loads(line)["id"] for line in lines()} == {row["report_id"] for row in rows()}


def test_both_formats_tell_the_same() -> None:
    told = {said["id"]: said for said in map(json.loads, lines())}
    for row in rows():
        said = told[row["report_id"]]
        assert (row["text"], row["reported_at"], row["source"]) == (
            said["text"],
            said["reported_at"],
            said["channel"],
        )
        assert row["incident_id"] == said["truth"]["incident"]
        assert row["lat"] == str(said.get("lat", ""))


def test_every_json_line_is_a_report_with_the_truth_in_fields_of_their_own() -> None:
    for line in lines():
        report = Report.model_validate_json(line, strict=True)
        assert (report.model_extra or {}).keys() == {"channel", "truth"}
        assert report.reported_at.utcoffset() == BEGINS.utcoffset()


def test_replay_sends_json_lines_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "kota.jsonl"
    file.write_text("".join(lines()), encoding="utf-8")
    forming = Forming(file.stem, ZONE, cells=False)
    sent = [forming.record(row) for row in read(file)]
    assert [one.value.decode() + "\n" for one in sent] == lines()
    assert forming.without_id == forming.without_offset == 0


def test_replay_reads_csv_with_two_columns_renamed(tmp_path: Path) -> None:
    file = tmp_path / "kota.csv"
    file.write_text("".join(csv_lines(city().deliveries(50), BEGINS)), encoding="utf-8")
    forming, names = Forming(file.stem, ZONE, cells=True), {"report_id": "id", "address": "place"}
    for row in read(file):
        renamed = row.having(rename(row.fields or {}, names))
        Report.model_validate_json(forming.record(renamed).value, strict=True)


def test_triage_takes_all_and_finds_most_to_be_what_they_were_told_as() -> None:
    knowledge = Knowledge.of(CATALOG, trained())
    right = 0
    for number, line in enumerate(lines()):
        said = json.loads(line)
        origin = Origin(topic=f"reports.{said['channel']}", partition=0, offset=number)
        report = understand(line.encode(), said["channel"], origin, knowledge)
        assert isinstance(report, ClassifiedReport), report
        assert report.report.id == said["id"]
        right += report.classification.category == said["truth"]["told_as"]
    assert right / len(lines()) > 0.9
