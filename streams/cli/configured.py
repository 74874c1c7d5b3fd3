"""The settings of a command: what was said, or else the embedded system that runs in the folder."""

import os
from collections.abc import Mapping

from streams.settings import Settings
from streams.settings.source import load_settings
from streams.stack.advert import find


def configured(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of environment and file; those of a running embedded system if they name neither
    broker nor Postgres. Raises `Mistakes`.
    """
    given = os.environ if environment is None else environment
    settings = load_settings(given)
    if "brokers" in settings.kafka.model_fields_set or "url" in settings.postgres.model_fields_set:
        return settings
    found = find(settings.folder)
    return load_settings({**found, **given}) if found else settings
