"""The seam for taking mails away: a sender is a context in which `send(mail)` says what became of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from briefing.config import MailSettings
from briefing.errors import ConfigError, EnvironmentProblem
from briefing.files import write
from briefing.mail.message import Mail
from briefing.mail.receipts import Receipt, Sender


class Folder:
    """Writes each mail as an .eml file named after its Message-ID; the same mail again replaces it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A file is closed when it is written."""

    def send(self, mail: Mail) -> Receipt:
        path = self.folder / f"{mail.message_id.strip('<>').partition('@')[0]}.eml"
        try:
            write({str(path): mail.data})
        except EnvironmentProblem as error:
            return Receipt("unreachable", reply=f"{error.what}: {error.why}")
        return Receipt("accepted", reply=path.name)


def sender_of(settings: MailSettings) -> AbstractContextManager[Sender]:
    """The sender that [mail] names; ConfigError for settings that can never work."""
    if settings.sender == "folder":
        return Folder(Path(settings.folder))
    if not settings.host:
        raise ConfigError("mail.host is not set", hint='Write the mail server into [mail], or sender = "folder"')
    from briefing.mail.smtp import Smtp

    return Smtp(settings)
