"""Names of examples for pytest to show."""

from collections.abc import Sequence

from schemas.documents.examples import Example


def named(examples: Sequence[tuple[str, Example]]) -> list[str]:
    return [f"{contract}-{example.name}" for contract, example in examples]
