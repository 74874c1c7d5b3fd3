"""What the framework refuses by itself, told as all else is."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from streams.http.faults import Fault

Refused: TypeAlias = Callable[[Request, Exception], Awaitable[Response]]
"""The answer to a request that met a `Fault`."""


def add_refusals(
    app: FastAPI,
    refused: Refused,
    fault_of: Callable[[Request, RequestValidationError], Fault],
    methods_at: Callable[[Request], str] = lambda _: "",
) -> None:
    """Handlers for all that can go wrong with a request.

    `fault_of` is what is wrong with its fields. `methods_at` are all methods that its path takes, where the
    framework, which names those of one operation, does not know them.
    """

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for these alone)
        return await refused(request, fault_of(request, error))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  (registered for these alone)
        headers = dict(error.headers or {})
        match error.status_code:
            case 404:
                fault = Fault(404, "not_found", what=request.url.path)
            case 405:
                allowed = methods_at(request) or headers.get("Allow", "")
                fault = Fault(405, "no_method", headers={"Allow": allowed}, method=request.method)
            case status:
                fault = Fault(status, "http", headers=headers, reason=error.detail)
        return await refused(request, fault)

    async def broken(request: Request, _: Exception) -> Response:
        """Our own fault: the server logs it with its traceback."""
        return await refused(request, Fault(500, "broken"))

    app.add_exception_handler(Fault, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, broken)
