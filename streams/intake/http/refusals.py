"""Faults of what the framework refuses by itself, so that it is told as all else is."""

import re
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError

from streams.http import refusals as http
from streams.http.faults import Fault, all_of
from streams.http.language import language_of
from streams.intake.http.answers import answer
from streams.intake.http.words import words_of

_CODES: Mapping[str, str] = {
    "missing": "missing",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_big",
    "string_too_long": "too_long",
    "string_pattern_mismatch": "contract_invalid",
    "literal_error": "contract_invalid",
    "int_parsing": "no_number",
    "float_parsing": "no_number",
    "finite_number": "no_number",
    "timezone_aware": "no_time",
    "datetime_from_date_parsing": "no_time",
}
"""By pydantic's kinds of error; of all others its own words are told."""


def add_refusals(app: FastAPI) -> None:
    """Handlers for all that can go wrong with a request."""
    http.add_refusals(app, refused, _faults_of, _methods_at)


async def refused(request: Request, fault: Exception) -> Response:
    """The answer to a request that met a fault."""
    assert isinstance(fault, Fault)  # noqa: S101  (Starlette hands us nothing else)
    language = language_of(request.headers.get("accept-language", ""))
    request.scope.setdefault("state", {})["refused"] = fault.code
    return answer(
        request,
        [
            {"code": one.status, "description": words_of(one.code, language, **one.filled)}
            for one in (fault, *fault.also)
        ],
        root="errors",
        item="error",
        status=fault.status,
        headers={**fault.headers, "Content-Language": language, "Vary": "Accept-Language"},
    )


def _faults_of(request: Request, error: RequestValidationError) -> Fault:
    return all_of([_fault_of(point, request) for point in error.errors()])


def _fault_of(point: Mapping[str, object], request: Request) -> Fault:
    location = point["loc"]
    assert isinstance(location, Sequence)  # noqa: S101  (so pydantic has it)
    where, *fields = map(str, location)
    if where == "path":
        return Fault(404, "not_found", what=request.url.path)
    field = ".".join(fields) or where
    code = _CODES.get(str(point["type"]), "invalid")
    bounds = point.get("ctx") or {}
    assert isinstance(bounds, Mapping)  # noqa: S101  (so pydantic has it)
    return Fault(
        400,
        code,
        field=field,
        reason=str(point["msg"]).removeprefix("Value error, "),
        least=_plain(bounds.get("ge")),
        most=_plain(bounds.get("le", bounds.get("max_length"))),
    )


def _plain(bound: object) -> object:
    return f"{bound:g}" if isinstance(bound, float) else bound


def _methods_at(request: Request) -> str:
    """All methods that the path takes: the framework names those of one of its operations."""
    return ", ".join(
        sorted(
            method.upper()
            for template, operations in request.app.openapi()["paths"].items()
            if re.fullmatch(re.sub(r"\\\{.*?\\\}", ".+", re.escape(template)), request.url.path)
            for method in operations
        )
    )
