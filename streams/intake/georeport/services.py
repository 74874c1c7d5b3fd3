"""The catalog as services."""

from collections.abc import Iterator

from schemas.catalog.attributes import Attribute
from schemas.catalog.models import Catalog, Category
from streams.intake.georeport.shapes import AttributeValue, Service, ServiceAttribute, ServiceDefinition

KEYWORDS = 12
"""So many of a category's words are shown: they tell a person what it is about, and are no search index."""


def services_of(catalog: Catalog) -> Iterator[Service]:
    """All categories, in the order of their ids."""
    for id, category in sorted(catalog.categories.items()):
        yield Service(
            service_code=id,
            service_name=category.label,
            description=category.description,
            metadata=bool(category.attributes),
            keywords=", ".join(category.words[:KEYWORDS]),
            group=catalog.city.families[category.family],
        )


def definition_of(category: Category) -> ServiceDefinition:
    """What its form asks, in the order of the catalog."""
    return ServiceDefinition(
        service_code=category.id,
        attributes=[_asked(attribute, order) for order, attribute in enumerate(category.attributes, 1)],
    )


def _asked(attribute: Attribute, order: int) -> ServiceAttribute:
    return ServiceAttribute(
        code=attribute.code,
        datatype=attribute.datatype.value,
        required=attribute.required,
        datatype_description=attribute.datatype_description or None,
        order=order,
        description=attribute.description,
        values=[AttributeValue(key=value.key, name=value.name) for value in attribute.values],
    )
