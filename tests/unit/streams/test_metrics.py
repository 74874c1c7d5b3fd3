from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from schemas.message import Message, cloud_event
from schemas.passage import Passage
from streams.metering import Stages
from streams.metrics import Metrics
from tests.scraped import scraped
from tests.unit.deploy.figures import PROCESSES

NOW = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
TRACED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def value(metrics: Metrics, name: str, *labels: str) -> float:
    """What Prometheus would read."""
    found = scraped(metrics.page()[0].decode())[f"sinergi_{name}"]
    return {frozenset(of): value for of, value in found.items()}[frozenset(labels)]


def test_records_are_counted_not_batches() -> None:
    metrics = Metrics("triage")
    metrics.took("reports.sorot", 3)
    metrics.took("reports.sorot", 40)
    assert value(metrics, "records_read_total", "reports.sorot") == 43
    assert value(metrics, "batch_records_count", "reports.sorot") == 2
    assert value(metrics, "batch_records_sum", "reports.sorot") == 43
    assert value(metrics, "batch_records_bucket", "reports.sorot", "3.0") == 1


def test_equal_labels_add_up() -> None:
    metrics = Metrics("triage")
    metrics.add(
        metrics.rejected, [("reports.sorot", "nul"), ("reports.poc", "nul"), ("reports.sorot", "nul")]
    )
    metrics.add(metrics.rejected, [("reports.sorot", "nul")])
    metrics.add(metrics.rejected, [])
    assert value(metrics, "records_rejected_total", "reports.sorot", "nul") == 3
    assert value(metrics, "records_rejected_total", "reports.poc", "nul") == 1


def test_a_workers_figures_are_its_own() -> None:
    one, other = Metrics("triage"), Metrics("triage")
    one.open_incidents.set(3)
    assert value(one, "open_incidents") == 3
    assert value(other, "open_incidents") == 0


@pytest.mark.parametrize("process", PROCESSES)
def test_every_figure_has_our_name_and_says_what_it_is(process: str) -> None:
    families = list(text_string_to_metric_families(PROCESSES[process].page()[0].decode()))
    assert families
    assert all(f.name.startswith("sinergi_") and len(f.documentation) > 5 for f in families)


def test_stages_follow_each_other_and_add_up() -> None:
    metrics, now = Metrics("triage"), [100.0]
    watch = Stages(
        metrics.stage_seconds,
        metrics.stage_cpu_seconds,
        clock=lambda: now[0],
        cpu_clock=lambda: now[0] / 2,
    )
    for stage, seconds in (("record", 1.0), ("fold", 2.0), ("record", 4.0), ("publish", 8.0)):
        now[0] += seconds
        watch.lap(stage)
    now[0] += 16
    watch.end()
    for stage, seconds in (("record", 5.0), ("fold", 2.0), ("publish", 8.0)):
        assert value(metrics, "stage_seconds_sum", stage) == seconds
        assert value(metrics, "stage_seconds_count", stage) == 1
        assert value(metrics, "stage_cpu_seconds_total", stage) == seconds / 2


def told(topic: str, type: str, passage: Passage | None) -> Message:
    return cloud_event(
        topic=topic, key="k", value=b"{}", id="i", type=type, subject="s", time=NOW, passage=passage
    )


def test_the_way_of_a_report_ends_with_the_dispatch_that_tells_of_it() -> None:
    metrics = Metrics("resolve")
    passage = Passage(NOW - timedelta(seconds=7), "sorot")
    metrics.sent(
        [
            told("dispatches.dishub", "sinergi.dispatch.opened.v1", passage),
            told("dispatches.dlh", "sinergi.dispatch.joined.v1", passage),
            told("feedback.sorot", "sinergi.feedback.received.v1", passage),
            told("dispatches.dishub", "sinergi.dispatch.changed.v1", None),
        ],
        NOW,
    )
    assert value(metrics, "dispatch_seconds_sum", "sorot", "dishub") == 7
    assert value(metrics, "dispatch_seconds_count", "sorot", "dlh") == 1
    assert value(metrics, "dispatches_sent_total", "dishub", "changed") == 1
    assert value(metrics, "feedback_sent_total", "sorot", "received") == 1


def test_a_clock_that_runs_ahead_makes_no_negative_time() -> None:
    metrics = Metrics("resolve")
    ahead = Passage(NOW + timedelta(seconds=1), "sorot")
    metrics.sent([told("dispatches.dlh", "sinergi.dispatch.opened.v1", ahead)], NOW)
    assert value(metrics, "dispatch_seconds_sum", "sorot", "dlh") == 0


def test_a_trace_is_shown_to_who_asks_for_openmetrics() -> None:
    metrics = Metrics("resolve")
    metrics.sent([told("dispatches.dlh", "sinergi.dispatch.opened.v1", Passage(NOW, "sorot", TRACED))], NOW)
    plain, _ = metrics.page()
    page, content_type = metrics.page("application/openmetrics-text; version=1.0.0")
    assert b"0af7651916cd43dd8448eb211c80319c" not in plain
    assert b'trace_id="0af7651916cd43dd8448eb211c80319c"' in page
    assert content_type.startswith("application/openmetrics-text")
