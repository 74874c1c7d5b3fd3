from prometheus_client.parser import text_string_to_metric_families

from streams.metrics import Metrics


def samples(metrics: Metrics) -> dict[tuple[str, frozenset[str]], float]:
    """What Prometheus would read: by name and values of labels."""
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(metrics.page().decode())
        for sample in family.samples
    }


def value(metrics: Metrics, name: str, *labels: str) -> float:
    return samples(metrics)[f"sinergi_{name}", frozenset(labels)]


def test_records_are_counted_not_batches() -> None:
    metrics = Metrics()
    metrics.took("reports.sorot", 3)
    metrics.took("reports.sorot", 40)
    assert value(metrics, "records_read_total", "reports.sorot") == 43
    assert value(metrics, "batch_records_count", "reports.sorot") == 2
    assert value(metrics, "batch_records_sum", "reports.sorot") == 43
    assert value(metrics, "batch_records_bucket", "reports.sorot", "3.0") == 1


def test_equal_labels_add_up() -> None:
    metrics = Metrics()
    metrics.add(
        metrics.rejected, [("reports.sorot", "nul"), ("reports.poc", "nul"), ("reports.sorot", "nul")]
    )
    metrics.add(metrics.rejected, [("reports.sorot", "nul")])
    metrics.add(metrics.rejected, [])
    assert value(metrics, "records_rejected_total", "reports.sorot", "nul") == 3
    assert value(metrics, "records_rejected_total", "reports.poc", "nul") == 1


def test_a_workers_figures_are_its_own() -> None:
    one, other = Metrics(), Metrics()
    one.open_incidents.set(3)
    assert value(one, "open_incidents") == 3
    assert value(other, "open_incidents") == 0


def test_every_figure_has_our_name_and_says_what_it_is() -> None:
    families = list(text_string_to_metric_families(Metrics().page().decode()))
    assert families
    assert all(f.name.startswith("sinergi_") and len(f.documentation) > 5 for f in families)


def test_stages_follow_each_other_and_add_up() -> None:
    metrics, now = Metrics(), [100.0]
    watch = metrics.stages(clock=lambda: now[0])
    for stage, seconds in (("record", 1.0), ("fold", 2.0), ("record", 4.0), ("publish", 8.0)):
        now[0] += seconds
        watch.lap(stage)
    now[0] += 16
    watch.end()
    for stage, seconds in (("record", 5.0), ("fold", 2.0), ("publish", 8.0)):
        assert value(metrics, "stage_seconds_sum", stage) == seconds
        assert value(metrics, "stage_seconds_count", stage) == 1
