"""What the documents say is so: the README's commands run, and docs/commands.md is complete."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).resolve().parent.parent
README = (HOME / "README.md").read_text()
PAGES = [HOME / "README.md", HOME / "CHANGELOG.md", *sorted((HOME / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in FENCE.findall(README) if name == language]


def briefing(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefing", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder that holds the five articles and nothing else."""
    shutil.copytree(HOME / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.mark.slow
def test_the_commands_of_the_readme_run_one_after_the_other(desk: Path) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("briefing ")]
    assert len(lines) >= 6
    for line in lines:
        done = briefing(*shlex.split(line, comments=True)[1:], folder=desk)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert (desk / "out/brief.pdf").read_bytes().startswith(b"%PDF-")


def test_the_configuration_of_the_readme_is_one(desk: Path) -> None:
    (block,) = blocks("toml")
    (desk / "briefing.toml").write_text(block)
    done = briefing("config", "show", folder=desk)
    assert done.returncode == 0, done.stderr
    shown = tomllib.loads(done.stdout)
    for section, values in tomllib.loads(block).items():
        if isinstance(values, dict):
            assert shown[section].items() >= values.items()


@pytest.mark.slow
def test_the_python_of_the_readme_runs(desk: Path) -> None:
    (block,) = blocks("python")
    subprocess.run([sys.executable, "-c", block], cwd=desk, check=True)
    assert (desk / "out/brief.pdf").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        assert "://" in target or (page.parent / target).exists(), target


def leaves(command: object, path: tuple[str, ...] = ("briefing",)) -> Iterator[tuple[str, list[str]]]:
    """Every command that does something, with its options."""
    children: dict[str, object] = getattr(command, "commands", {})
    for name, child in sorted(children.items()):
        yield from leaves(child, (*path, name))
    if not children:
        yield " ".join(path), [name for param in getattr(command, "params", []) for name in _options(param)]


def _options(param: Any) -> list[str]:
    """With the other half of `--full-text/--no-full-text`."""
    return [name for name in (*param.opts, *param.secondary_opts) if name.startswith("-")]


def test_every_command_and_option_is_in_the_reference() -> None:
    from typer.main import get_command

    from briefing.cli.app import app

    sections = re.split(r"^(?=#)", (HOME / "docs/commands.md").read_text(), flags=re.MULTILINE)
    for command, options in leaves(get_command(app)):
        named = [section for section in sections if command in section.partition("\n")[0]]
        assert len(named) == 1, f"docs/commands.md needs one heading that names {command!r}"
        missing = [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", named[0])]
        assert not missing, f"docs/commands.md: {command} lacks {missing}"
        unknown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", named[0])) - {*options, "--help"}
        assert not unknown, f"docs/commands.md: {command} has no {sorted(unknown)}"


@pytest.mark.slow
def test_the_help_of_every_command_is_instant_and_ends_well() -> None:
    from typer.main import get_command

    from briefing.cli.app import app

    for command, _options in leaves(get_command(app)):
        done = briefing(*command.split()[1:], "--help", folder=HOME)
        assert done.returncode == 0, command
        assert done.stdout.startswith("Usage: "), command


def test_no_page_names_this_machine() -> None:
    for page in PAGES:
        assert not re.findall(r"/work\b|/root\b|/tmp/|\.\./shared", page.read_text()), page.name
