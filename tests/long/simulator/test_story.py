"""The story tells what it means to tell, and the workers' own code makes of it what the story intends."""

import json
from collections import Counter, defaultdict
from functools import cache

import pytest

from schemas.classified import ClassifiedReport
from schemas.rejection import Origin, Rejection
from schemas.topics import reports
from streams.core.fold import Folded, fold
from streams.core.geo import distance_m
from streams.core.rules import Rules
from streams.core.understand import Knowledge, understand
from streams.simulator.scene import Scene, load_scenes
from streams.simulator.story import BROKEN, PREFIX, SEED, Outcome, Told, story
from streams.weights import load_duplicates
from tests.unit.core.bekasi import CATALOG, trained

SEEDS = (SEED, 1, 2, 3)
SCENES = {scene.id: scene for scene in load_scenes()}


@cache
def knowledge() -> Knowledge:
    return Knowledge.of(CATALOG, trained())


NEAR_M = 17.5


@cache
def read(seed: int) -> list[tuple[Told, ClassifiedReport | Rejection]]:
    return [
        (
            told,
            understand(
                told.value,
                told.channel,
                Origin(topic=reports(told.channel), partition=0, offset=number),
                knowledge(),
            ),
        )
        for number, told in enumerate(story(seed))
    ]


@cache
def folded(seed: int) -> Folded:
    rules = Rules.of(CATALOG, load_duplicates())
    understood = [report for _, report in read(seed) if isinstance(report, ClassifiedReport)]
    return fold(understood, rules.no_incidents(), {}, rules)


def incidents_by_scene(seed: int) -> dict[str, set[str]]:
    scene_of = {number: told.scene for number, (told, _) in enumerate(read(seed))}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for recorded in folded(seed).recorded:
        found[scene_of[recorded.report.origin.offset]].add(recorded.link.incident_id)
    return found


def test_a_seed_tells_one_story() -> None:
    assert story(7) == story(7)
    assert story(7) != story(8)


def test_is_told_in_order_and_by_all_channels() -> None:
    told = story()
    assert told == sorted(told, key=lambda record: record.at)
    assert 250 <= len(told) <= 400
    assert {record.channel for record in told} == PREFIX.keys()


def test_holds_every_scene_and_every_mishap() -> None:
    told = story()
    assert {record.scene for record in told} == {*SCENES, BROKEN}
    outcomes = Counter(record.outcome for record in told)
    assert outcomes[Outcome.REDELIVERED] == 1
    assert outcomes[Outcome.REJECTED] >= 9


def test_no_two_citizens_use_the_same_words() -> None:
    texts = [json.loads(told.value)["text"] for told in story() if told.outcome is Outcome.ACCEPTED]
    assert len(set(texts)) == len(texts)


def test_what_is_sent_twice_is_the_same_to_the_byte() -> None:
    told = story()
    again = next(record for record in told if record.outcome is Outcome.REDELIVERED)
    twins = [r for r in told if (r.channel, r.key, r.value) == (again.channel, again.key, again.value)]
    assert len(twins) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_faults_are_refused_for_what_they_are_and_the_rest_is_taken(seed: int) -> None:
    refused = {told.key: report.code for told, report in read(seed) if isinstance(report, Rejection)}
    assert refused == {told.key: told.expects for told in story(seed) if told.scene == BROKEN}
    assert [rejection.code for rejection in folded(seed).rejections] == ["id_reused"]
    assert len(folded(seed).redelivered) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_every_text_is_found_to_speak_of_its_scene(seed: int) -> None:
    wrong = [
        (told.scene, report.classification.category, report.report.text)
        for told, report in read(seed)
        if isinstance(report, ClassifiedReport)
        and report.classification.category != SCENES[told.scene].category
    ]
    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scene", SCENES.values(), ids=lambda scene: scene.id)
def test_a_scene_becomes_as_many_incidents_as_it_intends(scene: Scene, seed: int) -> None:
    assert len(incidents_by_scene(seed)[scene.id]) == scene.incidents


def test_whoever_speaks_of_a_spot_stands_near_it() -> None:
    for told in (told for seed in SEEDS for told in story(seed) if told.scene != BROKEN):
        said = json.loads(told.value)
        if "lat" in said:
            spots = [s for s in SCENES[told.scene].spots if s.lat is not None and s.lon is not None]
            assert min(distance_m(said["lat"], said["lon"], s.lat, s.lon) for s in spots) < NEAR_M


def test_the_jam_is_one_incident_of_many_voices() -> None:
    (jam,) = incidents_by_scene(SEED)["macet_ahmad_yani"]
    incident = folded(SEED).incidents[jam]
    assert incident.voices == incident.reports > 30
    assert [routed.agency for routed in incident.routed] == ["dishub"]


def test_the_street_light_was_told_twice_by_one_citizen() -> None:
    (light,) = incidents_by_scene(SEED)["lampu_jalan_hankam"]
    assert folded(SEED).incidents[light].reports == folded(SEED).incidents[light].voices + 1


def test_the_dump_is_placed_by_words_alone() -> None:
    (dump,) = incidents_by_scene(SEED)["sampah_liar_mustikajaya"]
    place = folded(SEED).incidents[dump].place
    assert place is not None
    assert (place.by, place.kelurahan) == ("words", "mustikajaya")


def test_spots_lie_where_the_story_says() -> None:
    kelurahan = {
        scene: {
            place.kelurahan
            for id in incidents
            if (place := folded(SEED).incidents[id].place) and place.by == "coordinates"
        }
        for scene, incidents in incidents_by_scene(SEED).items()
    }
    assert kelurahan["banjir_jatiasih"] == {"jatirasa"}
    assert kelurahan["macet_cut_mutia"] == {"margahayu"}
    assert kelurahan["kebakaran_kaliabang"] == {"kaliabang_tengah"}
    assert None not in set().union(*kelurahan.values())


def test_victims_and_people_in_the_flood_are_told_to_those_who_rescue() -> None:
    found = incidents_by_scene(SEED)
    told = {
        scene: {routed.agency for id in ids for routed in folded(SEED).incidents[id].routed}
        for scene, ids in found.items()
    }
    assert told["kecelakaan_siliwangi"] == {"dishub", "dinkes"}
    assert told["banjir_jatiasih"] == {"dbmsda", "bpbd"}


def test_no_identity_number_leaves_the_citizens_words() -> None:
    shown = " ".join(incident.summary for incident in folded(SEED).incidents.values())
    assert "<nik>" in shown
    assert "<telepon>" in shown
    assert "3275091405880004" not in shown
