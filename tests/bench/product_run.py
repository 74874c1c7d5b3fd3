"""One crew through one run of the product: what `tests.bench.product` and `tests.bench.scale` measure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter

from schemas.message import Message
from sinks.topics import publish
from tests.bench.stand import Product

WARM_UP = 20_000
"""So many reports before what is measured: the JVM of a broker compiles for about so long."""
PAGE = 1_000
CORE = {"triage": ("understand",), "resolve": ("fold",)}
"""Of each kind of worker the stages that are the pure core."""
STAGES = "sinergi_stage_cpu_seconds_total"


@dataclass(slots=True)
class Run:
    """One crew in one round, a report: seconds of CPU by part, and of it by stage of the workers."""

    reports_s: float
    cpu_s: dict[str, float]
    stages_s: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def core(self) -> float:
        """Its share of what the workers took."""
        core_s = sum(self.stages_s[f"{role}: {stage}"] for role, stage in core_of(self.stages_s))
        return core_s / sum(self.cpu_s[role] for role in CORE)


async def warmed_up(stand: Product, messages: Sequence[Message], left: int) -> Sequence[Message]:
    """The last so many, to be measured with; the others have passed."""
    await _pass(stand, messages[:-left])
    return messages[-left:]


async def run(stand: Product, messages: Sequence[Message]) -> Run:
    """Give them all at once; it ends when all that follows was sent."""
    cpu_s, stages_s = stand.cpu_s(), await _stages(stand)
    began = perf_counter()
    await _pass(stand, messages)
    took_s, number = perf_counter() - began, len(messages)
    after_s, stages_after_s = stand.cpu_s(), await _stages(stand)
    return Run(
        number / took_s,
        {part: (after_s[part] - cpu_s[part]) / number for part in after_s},
        {one: (stages_after_s[one] - stages_s.get(one, 0.0)) / number for one in stages_after_s},
        stand.memory(),
        await stand.faults(),
    )


def core_of(stages: dict[str, float]) -> list[tuple[str, str]]:
    return [(role, stage) for role, ours in CORE.items() for stage in ours if f"{role}: {stage}" in stages]


async def _pass(stand: Product, messages: Sequence[Message]) -> None:
    """Publish, and wait until all that follows was sent."""
    stand.published += len(messages)
    for page in range(0, len(messages), PAGE):
        await publish(stand.sending, list(islice(messages, page, page + PAGE)))
    await stand.drained()


async def _stages(stand: Product) -> dict[str, float]:
    return {
        f"{role}: {stage}": seconds
        for role in CORE
        for stage, seconds in (await stand.samples(role, STAGES)).items()
    }
