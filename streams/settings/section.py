"""A part of what can be set."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file. Fields with `repr=False` are secrets, or addresses that may hold one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
