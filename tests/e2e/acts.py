"""What is said about one problem in one round, each act for itself."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from schemas.topics import progress, replies
from tests.e2e.reports import Record
from tests.e2e.scene import QUORUM, Scene

Act: TypeAlias = Callable[[Scene], Iterable[Record]]

POC = "poc"
"""The operator."""
PARTNER, OTHER_PARTNER = "mitra_contoh_angkutan", "mitra_contoh_hijau"
"""The first takes what is dumped, wherever it lies."""


def nothing(_: Scene) -> Iterable[Record]:
    return ()


def accepted(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "accepted")


def worked(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "accepted")
        yield scene.says(agency, "on_site")


def fixed(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "accepted")
        yield scene.resolves(agency)


def shown(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.resolves(agency)


def on_site(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "on_site")


def released(scene: Scene) -> Iterator[Record]:
    yield scene.says(scene.agency, "released")


def all_say(answer: str) -> Act:
    """As many as decide."""

    def act(scene: Scene) -> Iterator[Record]:
        for voice in range(min(QUORUM, len(scene.matter.voices))):
            yield scene.answers(voice, answer)

    return act


def too_late(scene: Scene) -> Iterator[Record]:
    yield scene.says(scene.agency, "accepted", refused=True)
    yield scene.answers(0, "yes", refused=True)


def denied(scene: Scene) -> Iterator[Record]:
    """All say no, and one of them twice over."""
    answers = list(all_say("no")(scene))
    yield from answers
    yield answers[0]
    yield scene.answers(0, "yes", id=answers[0].id, refused=True)


def fixed_after_all(scene: Scene) -> Iterator[Record]:
    """Who answers a version from before it came back has not read that it did."""
    yield scene.says(scene.agency, "accepted", version=1, refused=True)
    yield from fixed(scene)


def not_shown(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "resolved")


def operator_confirms(scene: Scene) -> Iterator[Record]:
    yield scene.says(scene.agency, "confirmed", refused=True)
    yield scene.says(POC, "confirmed")


def shown_by_a_citizen(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "accepted")
        yield scene.says(agency, "resolved", photos=[scene.photo(phash=scene.matter.seen)])


def one_wavers(scene: Scene) -> Iterator[Record]:
    yield scene.answers(0, "no")
    yield scene.answers(0, "yes")


def shown_better(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "resolved", photos=[scene.photo(taken_at="2026-11-01T08:00:00+07:00")])
        yield scene.resolves(agency)
        yield scene.says(agency, "resolved", refused=True)


def handed_on(scene: Scene) -> Iterator[Record]:
    yield scene.says(scene.agency, "refused", agency="satpolpp")


def handed_back(scene: Scene) -> Iterator[Record]:
    """The second refusal goes to the operator, whoever is named."""
    yield scene.says(scene.agency, "accepted")
    yield scene.says(scene.agency, "on_site")
    yield scene.says(scene.agency, "refused", agency="dishub")


def operator_at_work(scene: Scene) -> Iterator[Record]:
    """More in a day than reporters are told."""
    version = scene.matter.version
    yield scene.says(POC, "accepted")
    yield scene.resolves(POC)
    yield scene.says(POC, "reopened")
    for said in ("accepted", "on_site"):
        yield scene.says(POC, said, version=version + 3)
    yield scene.resolves(POC, version=version + 3)


def not_mine(scene: Scene) -> Iterator[Record]:
    yield scene.says(scene.agency, "refused")


def operator_gives_up(scene: Scene) -> Iterator[Record]:
    yield from (scene.says(POC, said) for said in ("accepted", "on_site", "cannot"))


def operator_reopens(scene: Scene) -> Iterator[Record]:
    yield scene.says(POC, "reopened")


def given_up(scene: Scene) -> Iterator[Record]:
    for agency in scene.matter.agencies:
        yield scene.says(agency, "accepted")
        yield scene.says(agency, "cannot")


def partner_accepts(scene: Scene) -> Iterator[Record]:
    yield scene.says(OTHER_PARTNER, "accepted", refused=True)
    yield scene.says(PARTNER, "accepted")


def partner_fixes(scene: Scene) -> Iterator[Record]:
    yield scene.says(PARTNER, "on_site")
    yield scene.resolves(PARTNER)


def partner_gives_back(scene: Scene) -> Iterator[Record]:
    yield scene.says(PARTNER, "accepted")
    yield scene.says(PARTNER, "refused")


def partner_is_late(scene: Scene) -> Iterator[Record]:
    yield scene.says(PARTNER, "accepted", refused=True)


def wrong(scene: Scene) -> Iterator[Record]:
    """One word that is right, and all that can be wrong."""
    agency = scene.agency
    nobodys = scene.matter.incident.rpartition(":")[0] + ":nobodys"
    yield scene.malformed(progress(agency), b'{"id": "')
    yield scene.malformed(progress(agency), None)
    yield scene.says(agency, "accepted", incident_id=nobodys, refused=True)
    yield scene.says(agency, "accepted", incident_id="depok:traffic:a", refused=True)
    yield scene.says(agency, "accepted", version=9_999, refused=True)
    yield scene.says(agency, "accepted", at="2099-11-20T10:00:00+07:00", refused=True)
    yield scene.says(agency, "refused", why="", refused=True)
    yield scene.says("perumda_tirta_patriot", "accepted", refused=True)
    word = scene.says(agency, "accepted")
    yield from (word, word)
    yield scene.says(agency, "on_site", id=word.id, refused=True)
    yield scene.says(agency, "accepted", refused=True)


def wrong_answers(scene: Scene) -> Iterator[Record]:
    channel, _ = scene.matter.voices[0]
    yield scene.malformed(replies(channel), b'["yes"]')
    yield scene.answers(0, "yes", report_id="nobodys", refused=True)
    yield scene.answers(0, "maybe", refused=True)
    yield scene.answers(0, "yes", refused=True)


def more_report_it(scene: Scene) -> Iterator[Record]:
    """Two who are new, and one who said it before."""
    yield from (scene.reports(f"late-{scene.matter.problem}-{number}") for number in range(2))
    yield scene.reports()


def reported_anew(scene: Scene) -> Iterator[Record]:
    """Everybody who reports it after it was resolved says no: so many reopen it."""
    yield from (scene.reports(f"anew-{scene.matter.problem}-{number}") for number in range(QUORUM))


def one_denies(scene: Scene) -> Iterator[Record]:
    yield scene.answers(0, "no")
