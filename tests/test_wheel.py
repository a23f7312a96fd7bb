"""The program with its templates from a checkout, from an editable install and from a wheel installed elsewhere."""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
PARTS = ("briefing", "templates", "pyproject.toml", "README.md", "LICENSE")

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pip(environment: Path, *arguments: str | Path) -> None:
    python = environment / "bin/python"
    command: Sequence[str | Path] = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index")
    run(*command, "--no-deps", "--no-build-isolation", *arguments, cwd=environment)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        if (HOME / part).is_dir():
            shutil.copytree(HOME / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(HOME / part, folder / part)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A fresh environment that sees our dependencies, but not the project itself."""
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python3*/site-packages"))
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    return folder


@pytest.fixture(params=["checkout", "editable", "wheel"])
def installed(request: pytest.FixtureRequest, checkout: Path, environment: Path, tmp_path: Path) -> tuple[str, ...]:
    """The command that starts the program in that kind of installation."""
    if request.param == "checkout":
        (next(environment.glob("lib/python3*/site-packages")) / "checkout.pth").write_text(str(checkout))
        return (str(environment / "bin/python"), "-P", "-m", "briefing")
    if request.param == "editable":
        pip(environment, "--editable", checkout)
    else:
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=checkout)
        pip(environment, *(tmp_path / "dist").glob("*.whl"))
    return (str(environment / "bin/briefing"),)


def test_every_installation_makes_the_same_page(installed: tuple[str, ...], tmp_path: Path, seeds: Path) -> None:
    run(*installed, "make", seeds, "--as-of", "2026-11-22T07:00:00Z", "-o", tmp_path / "brief.html", cwd=tmp_path)
    here = (sys.executable, "-m", "briefing", "make", seeds, "--as-of", "2026-11-22T07:00:00Z", "-o")
    run(*here, tmp_path / "here.html", cwd=HOME)
    assert (tmp_path / "brief.html").read_bytes() == (tmp_path / "here.html").read_bytes()


def test_every_installation_has_all_the_templates(
    environment: Path, installed: tuple[str, ...], tmp_path: Path
) -> None:
    find = "from briefing.assets import template_folder; print(template_folder())"
    found = Path(run(environment / "bin/python", "-P", "-c", find, cwd=tmp_path).strip())
    assert HOME not in found.parents
    shipped = {path.relative_to(HOME / "templates") for path in (HOME / "templates").rglob("*") if path.is_file()}
    assert shipped
    assert {path.relative_to(found) for path in found.rglob("*") if path.is_file()} == shipped
