"""Where the shipped templates are: inside the package when installed from a wheel, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import EnvironmentProblem


def template_folder() -> Path:
    """The folder of the shipped templates; EnvironmentProblem when an installation lost them."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise EnvironmentProblem(
        "the templates are missing", why=f"no folder of them beside {package.name}", hint="Install briefing again"
    )
