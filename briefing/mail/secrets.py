"""What nobody may see: the password and the key, from the environment or a file that is the user's alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from briefing.config import MailSettings
from briefing.errors import ConfigError, EnvironmentProblem

PASSWORD = "BRIEFING_MAIL_PASSWORD"  # noqa: S105 - the name of the variable


def password(settings: MailSettings, environ: Mapping[str, str] | None = None) -> str:
    """Of the mail server's account; empty where none is set."""
    given = (os.environ if environ is None else environ).get(PASSWORD, "")
    if given or not settings.password_file:
        return given
    return private(settings.password_file, "mail.password_file").decode("utf-8").strip("\r\n")


def private(path: str, key: str) -> bytes:
    """The contents of a file that nobody else can read (mode 0600); ConfigError otherwise."""
    place = Path(path).expanduser()
    try:
        if not place.is_file() and place.exists():
            raise ConfigError(f"{key}: {place.name} is no file")
        with place.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(f"{key}: others may read {place.name}", hint=f"chmod 600 {place.name}")
            return file.read(100_000)
    except FileNotFoundError as error:
        raise ConfigError(f"{key}: {place.name} does not exist") from error
    except OSError as error:
        raise EnvironmentProblem(f"{key}: {place.name} cannot be read", why=error.strerror or "") from error


def without(text: str, *secrets: str) -> str:
    """The text with each secret, in plain or in base64, taken out: a server may echo what it was told."""
    from base64 import b64encode

    for secret in filter(None, secrets):
        for form in (secret, b64encode(secret.encode()).decode()):
            text = text.replace(form, "***")
    return text
