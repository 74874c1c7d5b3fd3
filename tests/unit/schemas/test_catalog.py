from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from shapely import Polygon
from shapely.strtree import STRtree

from schemas.catalog import check, load
from schemas.catalog.models import Catalog, Route, Urgency
from schemas.toml_source import TomlSource
from tests.unit.schemas.written import GOOD, LIGHT, MARK, WARD, mistakes_of, write

CATALOG = load()
AGENCIES = ("dbmsda", "dishub", "poc")


def test_file_name_is_the_id(tmp_path: Path) -> None:
    catalog = load(write(tmp_path, GOOD))
    assert catalog.city.id == "kota"
    assert {id: entry.id for id, entry in catalog.agencies.items()} == {id: id for id in AGENCIES}
    assert catalog.kelurahan["margahayu"].border[0][0] == (107.0, -6.2)


Change = tuple[str, str]

CITY_MISTAKES: list[tuple[Change, int, str]] = [
    (("name =", "nama ="), 2, "did you mean 'name'"),
    (("unsure_below", "unsure"), 10, "did you mean 'unsure_below'"),
    (("Jakarta", "Jakata"), 3, "did you mean 'Asia/Jakarta'"),
    (("Asia/Jakarta", "../x"), 3, "unknown time zone"),
    (("= 0.6", "= -0.6"), 10, "greater than or equal to 0"),
    (("[families]", "[families"), 5, "is not TOML"),
    (("= 0.6", "= 6"), 10, "less than or equal to 1"),
    (("steps = [2, 5]", "steps = [5, 2]"), 12, "steps must rise, from 2 or more"),
    (("steps = [2, 5]", "steps = [1, 5]"), 12, "steps must rise, from 2 or more"),
    (("calm_hours = 6", "calm_hours = 0.5"), 12, "calm_hours must not be shorter than the window"),
    (("minimum = 4", "minimum = 1"), 15, "greater than or equal to 2"),
]
URGENCY_MISTAKES: list[tuple[Change, int, str]] = [
    (("high =", "hgh ="), 7, "did you mean 'high'"),
    (('"pohon tumbang"', '"Pohon tumbang"'), 7, "is never found: small letters"),
    (('"pohon tumbang"', '"gak bisa lewat"'), 7, "'gak' is read as 'tidak'"),
    (('"pohon tumbang"', '"a b c d e f g"'), 7, "more than 6 words"),
    (('"pohon tumbang"', '"kabel", "kabel"'), 7, "'kabel' stands 2 times"),
    (('"pohon tumbang"', '"<orang> luka"'), 7, "stands already at people.emergency"),
    (("<orang>", "<orng>"), 4, "did you mean 'orang'"),
    (("street_light", "streetlight"), 10, "did you mean 'street_light'"),
    (("= 40", "= 95"), 13, "is not below emergency_cm"),
    (('"gak"', '"gak", "gak"'), 22, "stands twice"),
    (('"gak"', '"ga k"'), 22, "is no single word"),
    (('["gak"]', '["gak"]\nbelum = ["gak"]'), 23, "'gak' is read as 'tidak' already"),
]
NO_REPORT_MISTAKES: list[tuple[Change, int, str]] = [
    (("greeting", "greting"), 1, "did you mean 'greeting'"),
    (('"tes"', '"Tes!"'), 2, "write 'tes'"),
    (('"tes"', '"a b c d e f"'), 2, "more than 5 words"),
    (('"tes"', '"halo"'), 1, "stands already at test"),
]
CATEGORY_MISTAKES: list[tuple[Change, int, str]] = [
    (('"traffic"', '"trafic"'), 2, "did you mean 'traffic'"),
    (('"normal"\nwords', '"norml"\nwords'), 4, "did you mean 'normal'"),
    (('"normal"\n\n', '"hihg"\n\n'), 21, "did you mean 'high'"),
    (('"dishub"', '"dishubb"'), 15, "did you mean 'dishub'"),
    (('"kini"', '"kini"\nurgency_mn = "low"'), 18, "did you mean 'urgency_min'"),
    (('text = "l', 'teks = "l'), 24, "did you mean 'text'"),
    (("pju padam", "lampu jalan mati"), 24, "stands already at street_light.examples.0"),
    (('"pju", ', '"pju", "pju", '), 5, "'pju' stands 2 times"),
    (('"pju", ', '"PJU-nya", '), 5, "write 'pju nya'"),
    (('"pju", ', '"a b c d e", '), 5, "more than 4 words"),
    (("until = 2025-01-01\n", ""), 13, "two rules hold from 2025-01-01"),
    (("since = 2025-01-01\n", ""), 14, "two rules hold from the beginning"),
    (("until = 2025-01-01", "until = 2024-12-31"), 16, "no rule holds from 2024-12-31 to 2025-01-01"),
    (('"dbmsda"', '"dbmsda"\nsince = 2019-01-01'), 11, "no rule holds before 2019-01-01"),
    (('reason = "kini"', 'until = 2026-01-01\nreason = "kini"'), 17, "no rule holds from 2026-01-01"),
    (("since = 2025-01-01", "since = 2025-01-01\nuntil = 2024-01-01"), 17, "is not after since"),
]
WARD_MISTAKES: list[tuple[Change, int, str]] = [
    (("bekasi_timur", "bekasi_timor"), 2, "did you mean 'bekasi_timur'"),
    (("lat = -6.26\n", ""), 1, "lat: Field required"),
    (("lat =", 'id = "lain"\nlat ='), 4, "id: the file name says it already"),
]
MARK_MISTAKES: list[tuple[Change, int, str]] = [
    (("-6.2", "6.2"), 3, "lies more than 1.5 degrees from the city"),
    (("lon = 107.0", "lon = 107.0\nkind = 'x'"), 5, "kind: unknown key"),
    (("= 300", "= 0"), 5, "greater than 0"),
    (('"KRL"', '"stasiun!"'), 2, "aliases: 'stasiun!' stands already at stasiun.name"),
    (('"KRL"', '"KRL", "KRL"'), 2, "aliases: 'KRL' stands already at stasiun.aliases"),
    (("lat = -6.2\n", ""), 1, "lat: Field required"),
]


@pytest.mark.parametrize(
    ("file", "mistake"),
    [
        *(("city.toml", mistake) for mistake in CITY_MISTAKES),
        *(("urgency.toml", mistake) for mistake in URGENCY_MISTAKES),
        *(("no_report.toml", mistake) for mistake in NO_REPORT_MISTAKES),
        *((LIGHT, mistake) for mistake in CATEGORY_MISTAKES),
        *((WARD, mistake) for mistake in WARD_MISTAKES),
        *((MARK, mistake) for mistake in MARK_MISTAKES),
    ],
)
def test_mistake_is_shown_at_its_line(tmp_path: Path, file: str, mistake: tuple[Change, int, str]) -> None:
    (old, new), line, message = mistake
    assert old in GOOD[file]
    found = mistakes_of(write(tmp_path, GOOD | {file: GOOD[file].replace(old, new, 1)}))
    assert any(at == file and row == line and message in text for at, row, text in found), found


@pytest.mark.parametrize("name", ["Street_Light", "street-light", "1st", "a" * 41])
def test_file_name_must_be_an_id(tmp_path: Path, name: str) -> None:
    found = mistakes_of(write(tmp_path, GOOD | {f"agencies/{name}.toml": GOOD["agencies/dishub.toml"]}))
    message = f"'{name}' is no id: small letters, digits and _, at most 40"
    assert found == [(f"agencies/{name}.toml", 1, message)]


def test_a_name_means_one_landmark(tmp_path: Path) -> None:
    again = {"areas/landmarks/terminal.toml": GOOD[MARK].replace("Stasiun", "Terminal")}
    found = mistakes_of(write(tmp_path, GOOD | again))
    assert found == [("areas/landmarks/terminal.toml", 2, "aliases: 'KRL' stands already at stasiun.aliases")]


def test_a_catalog_may_have_no_landmarks(tmp_path: Path) -> None:
    assert load(write(tmp_path, {name: text for name, text in GOOD.items() if name != MARK})).landmarks == {}


@pytest.mark.parametrize("name", ["classified", "rejected"])
def test_a_channel_may_not_have_the_name_of_a_topic_of_ours(tmp_path: Path, name: str) -> None:
    found = mistakes_of(write(tmp_path, GOOD | {f"channels/{name}.toml": GOOD["channels/sorot.toml"]}))
    assert found == [(f"channels/{name}.toml", 1, f"'{name}' cannot be a channel: reports.{name} is ours")]


@pytest.mark.parametrize("file", ["channels/sorot.toml", "areas/kecamatan/bekasi_timur.toml"])
def test_empty_folder_is_a_mistake(tmp_path: Path, file: str) -> None:
    found = mistakes_of(write(tmp_path, {name: text for name, text in GOOD.items() if name != file}))
    assert (str(Path(file).parent), 1, "holds no .toml file") in found


def test_a_catalog_has_a_category_for_what_no_word_places(tmp_path: Path) -> None:
    found = mistakes_of(write(tmp_path, {name: text for name, text in GOOD.items() if "other" not in name}))
    assert found == [("categories/other.toml", 1, "is missing: every catalog has it")]


@pytest.mark.parametrize("missing", ["city.toml", "urgency.toml", "no_report.toml", "messages.toml"])
def test_a_missing_file_is_a_mistake(tmp_path: Path, missing: str) -> None:
    found = mistakes_of(write(tmp_path, {name: text for name, text in GOOD.items() if name != missing}))
    assert [(file, line) for file, line, _ in found] == [(missing, 1)]


def test_all_mistakes_are_shown_at_once_and_none_that_only_follows(tmp_path: Path) -> None:
    broken = {
        "agencies/dishub.toml": "name = 7\n",
        LIGHT: GOOD[LIGHT].replace('"traffic"', '"trafic"').replace('"dbmsda"', '"dbmsd"'),
    }
    found = mistakes_of(write(tmp_path, GOOD | broken))
    assert {(file, text.split(":")[0]) for file, _, text in found} == {
        ("agencies/dishub.toml", "name"),
        ("agencies/dishub.toml", "short"),
        ("agencies/dishub.toml", "handles"),
        (LIGHT, "family"),
        (LIGHT, "routes.0.agency"),
    }


@given(st.lists(st.dates(), unique=True, max_size=5), st.data())
def test_routes_cover_every_day_once(dates: list[date], data: st.DataObject) -> None:
    bounds = [None, *sorted(dates), None]
    whole = [Route(agency="dishub", since=a, until=b, reason="uji") for a, b in pairwise(bounds)]
    order = data.draw(st.permutations(whole))
    assert not route_mistakes(order)
    day = data.draw(st.dates())
    assert sum(route.holds(day, Urgency.LOW) for route in whole) == 1

    lost = data.draw(st.sampled_from(whole))
    assert route_mistakes([route for route in order if route != lost] or [urgent(lost)])
    doubled = data.draw(st.sampled_from(whole))
    assert route_mistakes([*order, doubled])
    assert not route_mistakes([*order, urgent(doubled)])


def urgent(route: Route) -> Route:
    return route.model_copy(update={"urgency_min": Urgency.HIGH})


def route_mistakes(routes: list[Route]) -> list[str]:
    entry = CATALOG.categories["tree"].model_copy(update={"routes": tuple(routes)})
    source = TomlSource(Path("tree.toml"), "", {})
    return [str(found) for found in check.category(source, entry, CATALOG.city.families, CATALOG.agencies)]


def test_catalog_of_the_city_is_whole() -> None:
    assert (len(CATALOG.kecamatan), len(CATALOG.kelurahan)) == (12, 56)
    assert {"callcenter", "sorot", "poc"} <= CATALOG.channels.keys()
    assert {entry.family for entry in CATALOG.categories.values()} == set(CATALOG.city.families)
    assert all(len(entry.examples) >= 4 for entry in CATALOG.categories.values())


def test_catalog_survives_json() -> None:
    assert TypeAdapter(Catalog).validate_json(CATALOG.model_dump_json()) == CATALOG


def test_street_lights_moved_from_one_agency_to_the_other() -> None:
    routes = CATALOG.categories["street_light"].routes
    moved = date(2025, 1, 1)
    assert [r.agency for r in routes if r.holds(moved - timedelta(days=1), Urgency.LOW)] == ["dbmsda"]
    assert [r.agency for r in routes if r.holds(moved, Urgency.LOW)] == ["dishub"]


def test_wards_tile_the_city() -> None:
    rings = [(id, Polygon(ring)) for id, ward in CATALOG.kelurahan.items() for ring in ward.border]
    tree = STRtree([polygon for _, polygon in rings])
    for id, polygon in rings:
        assert polygon.is_valid, id
        overlap = sum(polygon.intersection(rings[other][1]).area for other in tree.query(polygon))
        assert overlap == pytest.approx(polygon.area, rel=1e-6), id


def test_ward_holds_its_centre_and_lies_in_its_district() -> None:
    for id, ward in CATALOG.kelurahan.items():
        outer = max((Polygon(ring) for ring in ward.border), key=lambda polygon: polygon.area)
        assert outer.contains(Polygon([(ward.lon, ward.lat)] * 3).centroid), id
        assert ward.code.startswith(CATALOG.kecamatan[ward.kecamatan].code + "."), id
        assert all(ring[0] == ring[-1] for ring in ward.border), id


def test_no_name_or_alias_means_two_wards() -> None:
    names = Counter(
        name.lower() for ward in CATALOG.kelurahan.values() for name in {ward.name, *ward.aliases}
    )
    assert [name for name, count in names.items() if count > 1] == []
