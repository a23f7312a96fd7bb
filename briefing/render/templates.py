"""The Jinja environment of all templates: sandboxed, escaping, strict. A user's file replaces ours of that name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from traceback import extract_tb

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.assets import template_folder
from briefing.errors import ConfigError, RenderError

# What a template of a user's may raise that Jinja does not turn into an error of its own.
MISTAKES = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@lru_cache(maxsize=4)
def environment(folder: str = "") -> ImmutableSandboxedEnvironment:
    """`folder` is the user's, or "" for the shipped templates alone."""
    if folder and not Path(folder).is_dir():
        raise ConfigError(f"the folder of templates {folder!r} does not exist", hint="page.templates names it")
    folders = [folder] if folder else []
    loader = ChoiceLoader([FileSystemLoader(place) for place in (*folders, str(template_folder()))])
    return ImmutableSandboxedEnvironment(loader=loader, autoescape=_escapes, undefined=StrictUndefined)


def _escapes(name: str | None) -> bool:
    """Everything but style sheets, which hold checked numbers and colours only."""
    return name is None or not name.endswith(".css")


def fill(name: str, folder: str, values: dict[str, object]) -> str:
    """A template filled in; RenderError names the template that failed."""
    try:
        return environment(folder).get_template(name).render(values)
    except MISTAKES as error:
        if not folder and not isinstance(error, TemplateError):
            raise  # a bug of ours
        raise RenderError(f"the template {name} could not be filled in", why=_why(error)) from error


def _why(error: Exception) -> str:
    """What went wrong, behind the last line of a template that it passed, which may be one that was included."""
    said = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    passed = [(frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        passed = [(error.filename or error.name or "", error.lineno)]
    places = [(Path(file), line) for file, line in passed if not file.endswith(".py") and not file.startswith("<")]
    return f"{'/'.join(places[-1][0].parts[-2:])}, line {places[-1][1]}: {said}" if places else said
