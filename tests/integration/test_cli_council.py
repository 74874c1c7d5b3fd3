"""`sinergi council` on a Postgres of its own: what sheets and JSON hold; figures have their own tests."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.integration.commands import execute, run

INCIDENTS = """
insert into incidents (id, version, state, category, urgency, place, place_words, opened_at, last_reported_at,
                       reports, voices, summary, photos, routed)
select 'bekasi:environment:' || n, 1, 'open', 'tree', 'normal',
       '{"lat": -6.2, "lon": 107.0, "error_m": 9, "kelurahan": "kranji", "kecamatan": "bekasi_barat"}', '',
       now() - interval '2 days', now(), 1, 1, '', '[]', '[{"agency": "disperkimtan"}]'
from generate_series(1, 3) as n
"""

TWO_VOICES = """
with said as (
    insert into reports (channel, id, reported_at, masked_text, masked_place, category, family, confidence,
                         category_evidence, urgency, urgency_rule, digest, origin_topic, origin_partition,
                         origin_offset)
    select 'sorot', n::text, opened_at + n * interval '1 hour', '', '', 'tree', 'environment',
           1, '[]', 'normal', '', '', '', 0, 0
    from incidents cross join generate_series(0, 1) as n where id = 'bekasi:environment:1'
    returning channel, id
)
insert into links (channel, report_id, incident_id, decision, new_voice, evidence)
select channel, id, 'bekasi:environment:1', 'joins', true, '' from said;
update incidents set voices = 2, reports = 2 where id = 'bekasi:environment:1'
"""


@pytest.fixture(autouse=True)
def told_of(own_postgres: str) -> str:
    execute(own_postgres, INCIDENTS)
    return own_postgres


def sheet(path: str) -> list[list[str]]:
    return [*csv.reader(StringIO(Path(path).read_text(encoding="utf-8")))]


def test_answers_are_told_with_what_they_mean() -> None:
    told = json.loads(run("council", "--by", "kelurahan", "--json").stdout)
    [row] = told["rows"]
    assert (row["group"], row["name"], row["cases"], row["unanswered"]) == ("kranji", "Kranji", 3, 3)
    assert (row["answer_median_h"], row["by_partner"]) == (None, None)
    assert told["whole"] == {key: value for key, value in row.items() if key != "name"} | {"group": ""}
    assert told["definitions"].keys() == told["whole"].keys()
    shown = run("council", "--by", "kelurahan").stdout
    assert [shown.count(name) for name in ("Kranji", "Kota Bekasi")] == [1, 1]
    assert told["definitions"]["reopened"]["means"] in shown

    wrote = run("council", "--by", "agency", "--csv", "jawaban.csv")
    assert (wrote.exit_code, wrote.stdout) == (0, "")
    head, row = sheet("jawaban.csv")
    assert dict(zip(head, row, strict=True))["Kasus"] == "3"
    assert [label for label, _ in sheet("jawaban.arti.csv")[1:]] == head


def test_of_a_time_before_nothing_is_told_and_the_wrong_way_round_is_refused() -> None:
    before = ("--from", "2020-01-01", "--to", "2020-01-31", "--json")
    assert json.loads(run("council", "--by", "week", *before).stdout)["rows"] == []
    wrong = run("council", "--from", "2020-02-01", "--to", "2020-01-31")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "2020-02-01 is after 2020-01-31" in wrong.stderr


def test_hearing_says_so_where_nothing_can_be_said(told_of: str) -> None:
    nothing = run("council", "hearing", "--json")
    assert (nothing.exit_code, json.loads(nothing.stdout)["rows"]) == (0, [])
    assert "nothing can be said" in nothing.stderr
    execute(told_of, TWO_VOICES)
    told = json.loads(run("council", "hearing", "--json").stdout)
    assert len(told["rows"]) == 56
    assert {row["says"] for row in told["rows"]} == {"too_few"}
    [kranji] = [row for row in told["rows"] if row["kelurahan"] == "kranji"]
    assert (kranji["incidents"], kranji["further"]) == (3, 1)
    shown = run("council", "hearing").stdout
    assert "data terlalu sedikit" in shown
    assert told["assumptions"][0] in shown
    assert run("council", "hearing", "--csv", "dengar.csv").exit_code == 0
    assert len(sheet("dengar.csv")) == 57
    assert sheet("dengar.arti.csv")[-1] == ["Catatan", told["assumptions"][-1]]
