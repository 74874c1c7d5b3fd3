"""Every topic that something reads or writes, with the settings' figures."""

from schemas.topics import REPORTER_KEYS
from streams.settings import KafkaSettings
from streams.topology import topology
from tests.unit.core.catalog import small_catalog


def test_the_topics_of_a_catalog() -> None:
    names = [spec.name for spec in topology(KafkaSettings(), small_catalog())]
    assert names == [
        "reports.callcenter",
        "reports.sorot",
        "corrections",
        "announcements",
        "reports.classified",
        "reports.rejected",
        "dispatches.air",
        "dispatches.lampu_baru",
        "dispatches.lampu_lama",
        "dispatches.layanan",
        "dispatches.mitra_dua",
        "dispatches.mitra_satu",
        "dispatches.pusat",
        "dispatches.sar",
        "feedback.callcenter",
        "feedback.sorot",
        *(f"progress.{agency}" for agency in sorted(small_catalog().agencies)),
        "replies.callcenter",
        "replies.sorot",
        "reporter.keys",
    ]


def test_figures_come_from_the_settings() -> None:
    kafka = KafkaSettings(partitions=12, replication=3, retention_days=2)
    for spec in topology(kafka, small_catalog()):
        seldom = spec.name.startswith(("progress.", "replies.", "reporter."))
        assert (spec.partitions, spec.replication) == (1 if seldom else 12, 3)
        assert spec.config["retention.ms"] == ("-1" if spec.name == REPORTER_KEYS else "172800000")
        assert spec.config["min.insync.replicas"] == "2"


def test_keys_stay_until_they_are_destroyed_and_then_go_within_a_day() -> None:
    [config] = [
        spec.config
        for spec in topology(KafkaSettings(retention_days=2), small_catalog())
        if spec.name == REPORTER_KEYS
    ]
    assert config["cleanup.policy"] == "compact"
    assert int(config["segment.ms"]) < int(config["max.compaction.lag.ms"]) == 86_400_000
    assert int(config["delete.retention.ms"]) == 4 * 86_400_000, "longer than the log holds what was sealed"


def test_one_broker_is_enough_for_one_replica() -> None:
    (first, *_) = topology(KafkaSettings(replication=1), small_catalog())
    assert first.config["min.insync.replicas"] == "1"


def test_topics_take_what_must_fit_into_them() -> None:
    bytes_of = {
        spec.name: spec.config.get("max.message.bytes") for spec in topology(KafkaSettings(), small_catalog())
    }
    assert bytes_of["reports.sorot"] == str(4 * 1024 * 1024 + 64 * 1024)
    assert bytes_of["reports.rejected"] == str(8 * 1024 * 1024)
    assert bytes_of["dispatches.air"] is None
