"""The Jinja environment of all templates: sandboxed, escaping, strict. A user's file replaces ours of that name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.assets import template_folder
from briefing.errors import ConfigError, RenderError


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
    except TemplateError as error:
        raise RenderError(f"the template {name} could not be filled in", why=str(error)) from error
