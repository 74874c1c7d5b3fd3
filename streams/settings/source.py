"""Settings: one TOML file and the environment (`SINERGI_<SECTION>_<KEY>`), checked whole.

The environment wins over the file, the file over the defaults; an empty variable stands for the default.
`SINERGI_<SECTION>_<KEY>_FILE` names a file that holds the value, so that no secret need stand in an
environment. Every mistake is reported at once, with the file's line or the variable's name.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from schemas.toml_source import Mistake, Mistakes, TomlSource, nearest, read_toml
from streams.settings import Settings
from streams.settings.section import Section

PREFIX = "SINERGI_"
FILE_VARIABLE = "SINERGI_SETTINGS"
HELD_IN = "_FILE"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check everything. Raises `Mistakes`, naming each file and line or variable."""
    env = os.environ if environment is None else environment
    source = _file(env)
    content: dict[str, object] = dict(source.content)
    mistakes: list[Mistake] = []
    for variable, said in sorted(env.items()):
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        if location := _VARIABLES.get(variable):
            _put(content, location, said)
        elif location := _VARIABLES.get(variable.removesuffix(HELD_IN)):
            held = _held(variable, said, env)
            if isinstance(held, Mistake):
                mistakes.append(held)
            else:
                _put(content, location, held)
        else:
            mistakes.append(Mistake(Path(variable), 1, f"unknown setting; {nearest(variable, _VARIABLES)}"))
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        raise Mistakes([*mistakes, *_where(error, source, env)]) from error
    if mistakes:
        raise Mistakes(mistakes)
    return settings


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables that give a child process the same settings."""
    found: dict[str, str] = {}
    for variable, location in _VARIABLES.items():
        value: object = settings
        for key in location:
            value = getattr(value, key)
        # Empty is none: else the child would take what the file says.
        found[variable] = ",".join(value) if isinstance(value, tuple) else str("" if value is None else value)
    return found


def _file(env: Mapping[str, str]) -> TomlSource:
    named = env.get(FILE_VARIABLE)
    path = Path(named or "sinergi.toml")
    return read_toml(path) if named or path.exists() else TomlSource(path, "", {})


def _held(variable: str, path: str, env: Mapping[str, str]) -> str | Mistake:
    """What the file of a `..._FILE` variable holds, without the line's end."""
    if env.get(setting := variable.removesuffix(HELD_IN)):
        return Mistake(Path(variable), 1, f"{setting} is set too; which of them?")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        return Mistake(Path(variable), 1, f"{path} cannot be read: {why}")


def _fields() -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Each setting, and where it lies."""
    for name, field in Settings.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from (((name, key), setting) for key, setting in inner.model_fields.items())
        else:
            yield (name,), field


def variable_of(location: tuple[str, ...]) -> str:
    """The variable of the environment that sets it."""
    return f"{PREFIX}{'_'.join(location)}".upper()


_VARIABLES = {variable_of(location): location for location, _ in _fields()}
SECRET_VARIABLES = frozenset(variable_of(location) for location, field in _fields() if not field.repr)
"""Those whose values are secrets, or addresses that may hold one."""


def _put(content: dict[str, object], location: tuple[str, ...], value: str) -> None:
    *sections, key = location
    for section in sections:
        inner = content.get(section)
        content[section] = dict(inner) if isinstance(inner, dict) else {}
        content = content[section]  # type: ignore[assignment]
    if value:
        content[key] = value
    else:
        content.pop(key, None)


def _where(error: ValidationError, source: TomlSource, env: Mapping[str, str]) -> list[Mistake]:
    names = {location: variable for variable, location in _VARIABLES.items()}
    mistakes = []
    for point, in_file in zip(error.errors(), source.explain(error), strict=True):
        variable = names.get(tuple(map(str, point["loc"])))
        said = point["msg"].removeprefix("Value error, ")
        if variable and variable + HELD_IN in env:
            # What stands in a file of its own is likely to be a secret.
            mistakes.append(Mistake(Path(variable + HELD_IN), 1, said))
        elif variable and variable in env:
            got = "" if variable in SECRET_VARIABLES else f" (got {env[variable]!r})"
            mistakes.append(Mistake(Path(variable), 1, f"{said}{got}"))
        elif variable and not source.text:
            # Of a file that is not there no line can be shown; a variable can be set.
            mistakes.append(Mistake(Path(variable), 1, said))
        else:
            mistakes.append(in_file)
    return mistakes
