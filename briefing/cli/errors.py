"""Exceptions to one line on stderr and an exit code."""

from __future__ import annotations

from collections.abc import Callable

import typer

from briefing.cli.console import Console
from briefing.errors import BriefingError, VerificationError

USAGE = 2
ENVIRONMENT = 4
INTERRUPTED = 130
BUG = 70  # EX_SOFTWARE of sysexits.h


def exit_code_of(command: Callable[[], object], with_traceback: bool) -> int:
    """Runs the command; what it raises becomes a line, or a traceback where that was asked for."""
    console = Console()
    try:
        code = command()
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as error:
        if with_traceback:
            raise
        return _told(error, console)
    if code == INTERRUPTED:  # which is also what the parser makes of Ctrl-C
        console.error("interrupted")
    return code if isinstance(code, int) else 0


def _told(error: Exception, console: Console) -> int:
    if isinstance(error, BriefingError):
        console.error(str(error))
        if isinstance(error, VerificationError) and len(error.findings) > 1:
            console.findings(error.findings)
        return error.exit_code
    if isinstance(error, typer.TyperException):
        console.error(_usage(error))
        return USAGE
    if isinstance(error, OSError):
        console.error(f"{error.strerror or type(error).__name__}: {error.filename or 'the system refused'}".lower())
        return ENVIRONMENT
    if isinstance(error, (ImportError, MemoryError)):
        console.error(f"{type(error).__name__}: {error}. briefing doctor tells what is missing")
        return ENVIRONMENT
    console.error(
        f"a bug in briefing, {type(error).__name__}: {error}. Run it again with --debug and report what it says"
    )
    return BUG


def _usage(error: typer.TyperException) -> str:
    """The parser's line, and where the way it should be is written."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "briefing"
    message = error.format_message().replace("\n", " ").rstrip(".")
    return f"{message[:1].lower()}{message[1:]}{'' if message.endswith('?') else '.'} See {path} --help"
