"""The benches that `make bench` runs, in their order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bench:
    """A module that takes --rounds N and --quick, and keeps what it measured in `results`."""

    name: str
    module: str


BENCHES = tuple(
    Bench(name, f"tests.bench.{name}")
    for name in ("engine", "product", "same_core", "latency", "growth", "postgres_growth", "scale", "board")
)
PLOTS = Bench("plots", "tests.bench.draw")
"""What is drawn of what they kept; it takes no options."""
