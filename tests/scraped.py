"""What Prometheus reads on a page of figures."""

from math import isnan

from prometheus_client.parser import text_string_to_metric_families


def scraped(page: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Of each name the values by their labels, in the order of the labels' names; of what is a number."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if not isnan(sample.value):
                labels = tuple(value for _, value in sorted(sample.labels.items()))
                found.setdefault(sample.name, {})[labels] = sample.value
    return found
