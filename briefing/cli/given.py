"""What a command was given: its configuration, and the bytes of the files it names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import ConfigError, EnvironmentProblem

if TYPE_CHECKING:
    from briefing.config import Config

STDIN = "-"


def configured(config_file: str | None, store: str | None = None) -> Config:
    """The configuration of this run, with the archive that --store names."""
    from briefing.settings import load_settings

    return load_settings({"store.where": store}, config_file=config_file).config


def read_bytes(file: str) -> bytes:
    """The file's bytes, `-` being standard input. ConfigError: there is none. EnvironmentProblem: it is shut."""
    if file == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError(f"{file}: no such file") from error
    except IsADirectoryError as error:
        raise ConfigError(f"{file} is a folder", hint="Name a file in it") from error
    except OSError as error:
        raise EnvironmentProblem(f"{file} cannot be read", why=(error.strerror or "").lower()) from error
