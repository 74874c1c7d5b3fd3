"""What processes read and write is what `sinergi topics` makes."""

from schemas.topics import CLASSIFIED, CORRECTIONS, dispatches, progress, replies, reports
from streams.duties import duties
from streams.settings import KafkaSettings
from streams.topology import topology
from tests.unit.core.bekasi import CATALOG


def test_every_topic_is_read_or_written_and_no_other() -> None:
    triage, resolve = duties(CATALOG)
    assert {*triage.topics, *resolve.topics} == {spec.name for spec in topology(KafkaSettings(), CATALOG)}
    assert len(resolve.topics) == len(set(resolve.topics))


def test_triage_hears_all_who_speak_and_resolve_tells_all_who_hear() -> None:
    triage, resolve = duties(CATALOG)
    assert {reports("sorot"), replies("sorot"), progress("dlh"), CORRECTIONS} <= set(triage.reads)
    assert {dispatches("dlh"), CLASSIFIED} <= set(resolve.writes)
    assert not set(triage.reads) & set(resolve.reads)
