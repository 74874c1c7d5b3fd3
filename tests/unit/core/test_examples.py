from streams.core.examples import failing_examples
from tests.unit.core.bekasi import CATALOG, trained


def test_every_example_of_the_catalog_comes_out_as_its_file_says() -> None:
    assert list(failing_examples(CATALOG, trained())) == []


def test_an_example_of_another_category_or_urgency_is_found() -> None:
    flood = CATALOG.categories["flood"]
    wrong = flood.examples[0].model_copy(update={"text": "lampu jalan mati", "urgency": "emergency"})
    silent = {id: one.model_copy(update={"examples": ()}) for id, one in CATALOG.categories.items()}
    broken = flood.model_copy(update={"examples": (*flood.examples, wrong)})
    changed = CATALOG.model_copy(update={"categories": silent | {"flood": broken}})
    failures = list(failing_examples(changed, trained()))
    assert [(failure.index, failure.field) for failure in failures] == [
        (len(flood.examples), "text"),
        (len(flood.examples), "urgency"),
    ]
