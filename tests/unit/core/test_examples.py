from schemas.catalog import load
from streams.core.examples import failing_examples
from streams.weights import load as load_weights


def test_every_example_of_the_catalog_comes_out_as_its_file_says() -> None:
    assert list(failing_examples(load(), load_weights())) == []


def test_an_example_of_another_category_or_urgency_is_found() -> None:
    catalog = load()
    flood = catalog.categories["flood"]
    wrong = flood.examples[0].model_copy(update={"text": "lampu jalan mati", "urgency": "emergency"})
    broken = flood.model_copy(update={"examples": (*flood.examples, wrong)})
    failures = list(
        failing_examples(
            catalog.model_copy(update={"categories": {**catalog.categories, "flood": broken}}), load_weights()
        )
    )
    assert [(failure.index, failure.field) for failure in failures] == [
        (len(flood.examples), "text"),
        (len(flood.examples), "urgency"),
    ]
