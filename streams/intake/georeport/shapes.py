"""What callers are answered, as GeoReport v2 has it; the fields of OpenAPI too."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Error(_Shape):
    """One thing that is wrong."""

    code: Annotated[int, Field(examples=[400])]
    description: Annotated[str, Field(examples=["lat: harus berupa angka"])]


class Service(_Shape):
    """What may be reported."""

    service_code: Annotated[str, Field(examples=["flood"])]
    service_name: Annotated[str, Field(examples=["Banjir & genangan"])]
    description: str
    metadata: Annotated[bool, Field(description="whether it has a definition with attributes")]
    type: Literal["realtime"] = "realtime"
    keywords: Annotated[str, Field(examples=["banjir, genangan"])]
    group: Annotated[str, Field(examples=["Jalan, saluran & air"])]


class AttributeValue(_Shape):
    """One of the answers that a list offers."""

    key: Annotated[str, Field(examples=["selutut"])]
    name: Annotated[str, Field(examples=["selutut"])]


class ServiceAttribute(_Shape):
    """What the form of a service asks."""

    variable: Literal[True] = True
    code: Annotated[str, Field(examples=["ketinggian_air"])]
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    datatype_description: str | None
    order: Annotated[int, Field(ge=1)]
    description: Annotated[str, Field(examples=["Ketinggian air"])]
    values: list[AttributeValue]


class ServiceDefinition(_Shape):
    """All that the form of a service asks."""

    service_code: Annotated[str, Field(examples=["flood"])]
    attributes: list[ServiceAttribute]


class Accepted(_Shape):
    """A report that was taken in."""

    service_request_id: Annotated[str, Field(examples=["sorot:7k3m-q0zx-91hd"])]
    service_notice: str
    account_id: str | None = None


class Token(_Shape):
    """A token; the id of a request is its own."""

    service_request_id: Annotated[str, Field(examples=["sorot:7k3m-q0zx-91hd"])]
    token: Annotated[str, Field(examples=["sorot:7k3m-q0zx-91hd"])]


class ServiceRequest(_Shape):
    """A report, and where it stands. `address_id`, `zipcode`, `service_notice` and `media_url` stay empty."""

    service_request_id: Annotated[str, Field(examples=["sorot:7k3m-q0zx-91hd"])]
    status: Literal["open", "closed"]
    status_notes: Annotated[str, Field(examples=["sudah diterima Dinas Bina Marga dan Sumber Daya Air"])]
    service_name: Annotated[str, Field(examples=["Banjir & genangan"])]
    service_code: Annotated[str, Field(examples=["flood"])]
    description: Annotated[
        str, Field(description="to its own channel what was said, masked; else what it is")
    ]
    agency_responsible: str
    service_notice: None = None
    requested_datetime: Annotated[str, Field(examples=["2026-11-24T08:30:00+07:00"])]
    updated_datetime: Annotated[str, Field(examples=["2026-11-24T09:10:00+07:00"])]
    expected_datetime: Annotated[str | None, Field(description="when all who work on it promised to be done")]
    address: str
    address_id: None = None
    zipcode: None = None
    lat: Annotated[float | None, Field(description="rounded to 0.001 but for its own channel")]
    long: float | None
    media_url: None = None


class Endpoint(_Shape):
    """Where an API is served."""

    specification: str
    url: str
    changeset: str
    type: Literal["production"] = "production"
    formats: list[str]


class Discovery(_Shape):
    """Where what is served, and whom to ask."""

    changeset: Annotated[str, Field(description="when the services changed last")]
    contact: str
    key_service: str
    endpoints: list[Endpoint]
