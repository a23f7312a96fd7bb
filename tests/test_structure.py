"""The diagram of docs/architecture.md: which part may import which, and nothing heavy before it is needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
PACKAGE = HOME / "briefing"

NOUNS = {"types", "errors", "config"}
SEES: dict[str, set[str]] = {
    # nouns
    "version": set(),
    "types": set(),
    "errors": set(),
    "config": {"errors"},
    "registry": {"errors"},
    "assets": {"errors"},
    "files": {"errors"},
    "settings": {"config", "errors"},
    "codec": {"types"},
    "machine": set(),
    "patterns": set(),
    # the method
    "text": NOUNS | {"patterns", "registry"},
    "steps": NOUNS | {"patterns", "registry", "text"},
    "pipeline": NOUNS | {"machine", "registry", "steps", "text"},
    # the brief as data
    "schema": {"errors", "types"},
    "evidence": NOUNS | {"schema", "text"},
    "told": {"schema", "types"},
    "check": NOUNS | {"schema", "text"},
    "document": NOUNS | {"check", "evidence", "schema", "text", "version"},
    # edges: none imports another, nor the pipeline, nor the steps
    "ingest": NOUNS | {"codec", "files", "patterns", "registry", "text", "version"},
    "store": NOUNS | {"codec", "files", "schema"},
    "mail": NOUNS | {"files", "text", "version"},
    "render": NOUNS | {"assets", "check", "document", "evidence", "registry", "schema", "text", "version"},
    "readback": {"check", "errors", "schema"},
    # verify makes the words of a page again with render/page.py, to lay them beside the page that was found
    "verify": NOUNS | {"check", "document", "evidence", "readback", "render", "schema", "version"},
    "explain": NOUNS | {"evidence", "schema", "text", "verify"},
    # where the edges meet, and the skins on it
    "job": NOUNS
    | {
        "assets",
        "check",
        "codec",
        "document",
        "evidence",
        "files",
        "ingest",
        "mail",
        "pipeline",
        "registry",
        "render",
        "schema",
        "settings",
        "steps",
        "store",
        "told",
    }
    | {"text", "verify", "version"},
    "cli": NOUNS
    | {
        "assets",
        "document",
        "explain",
        "files",
        "ingest",
        "job",
        "mail",
        "pipeline",
        "registry",
        "render",
        "schema",
        "settings",
        "store",
        "verify",
        "version",
    },
    "api": NOUNS | {"files", "ingest", "job", "schema", "settings"},
    "__init__": NOUNS | {"api", "schema", "version"},
    "__main__": {"cli"},
}

HEAVY = {
    "brotli",
    "css_inline",
    "dateparser",
    "dkim",
    "docx",
    "email",
    "feedparser",
    "htmldate",
    "httpcore",
    "lxml",
    "nltk",
    "numpy",
    "protego",
    "psycopg",
    "pydantic",
    "rensa",
    "scipy",
    "sklearn",
    "sqlite3",
    "sumy",
    "trafilatura",
    "typer",
    "weasyprint",
    "wordfreq",
}
PARSER = {"typer"}  # the commands are made of it, and are reached from cli/__init__.py when the command runs


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[str]:
    """Dotted names, "briefing.text" for `from briefing import text` too."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = node.module or "." * node.level
            if name != "briefing":
                yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


@cache
def imported_with(module: Path) -> frozenset[str]:
    """What importing the module imports."""
    return frozenset(imported(list(at_import(ast.parse(module.read_text()).body))))


def at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported: outside functions and `if TYPE_CHECKING`."""
    for node in body:
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, (ast.If, ast.Try, ast.With, ast.ClassDef)):
            yield from at_import(node.body)


@pytest.mark.parametrize("module", modules(), ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_part_imports_only_what_it_may_see(module: Path) -> None:
    name = part(module)
    assert name in SEES, f"say in SEES (and in docs/architecture.md) where {name} stands"
    names = list(imported(ast.walk(ast.parse(module.read_text()))))
    assert not [n for n in names if n.startswith(".")], "imports are absolute"
    seen = {n.split(".")[1] for n in names if n.startswith("briefing.")}
    assert seen - SEES[name] - {name} == set()


@pytest.mark.parametrize("module", modules(), ids=lambda m: str(m.relative_to(PACKAGE)))
def test_nothing_heavy_is_imported_with_a_module(module: Path) -> None:
    heavy = {n.split(".")[0] for n in imported_with(module)} & HEAVY - (PARSER if part(module) == "cli" else set())
    if heavy:  # then it is itself imported inside functions only
        name = ".".join(("briefing", *module.relative_to(PACKAGE).with_suffix("").parts))
        assert not [other for other in modules() if name in imported_with(other)], heavy


def test_the_arrows_point_down_only() -> None:
    """SEES has no circle."""
    left = dict(SEES)
    while left:
        free = {name for name, seen in left.items() if not seen & left.keys() - {name}}
        assert free, f"a circle among {sorted(left)}"
        left = {name: seen for name, seen in left.items() if name not in free}


def dotted(module: Path) -> str:
    parts = ("briefing", *module.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def needed(module: Path, names: set[str]) -> set[str]:
    """The modules that a module imports, inside functions too, but not for its annotations alone."""
    tree = ast.parse(module.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & names
            if inner - names:
                found.add(node.module)
    return found & names


def test_no_two_modules_need_each_other() -> None:
    files = {dotted(module): module for module in modules()}
    order = TopologicalSorter({name: needed(file, set(files)) - {name} for name, file in files.items()})
    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_nouns_know_the_standard_library_only() -> None:
    names = {n.split(".")[0] for n in imported(ast.walk(ast.parse((PACKAGE / "types.py").read_text())))}
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("module", ["briefing", "briefing.pipeline", "briefing.job", "briefing.cli"])
def test_importing_brings_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules.keys() & {HEAVY!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_page_on_the_architecture_names_every_part() -> None:
    page = (HOME / "docs/architecture.md").read_text()
    for name in SEES:
        assert f"{name}.py" in page or f"{name}/" in page, f"docs/architecture.md does not speak of {name}"


def distributions(modules: set[str]) -> set[str]:
    """The normalised names of the installed distributions that hold these modules."""
    homes = metadata.packages_distributions()
    return {home.lower().replace("_", "-") for module in modules for home in homes.get(module, [])} - {"briefing-desk"}


def test_what_the_package_imports_is_declared() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["embed"]
    declared = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in lines}
    names = {name.split(".")[0] for m in modules() for name in imported(ast.walk(ast.parse(m.read_text())))}
    assert distributions(names) - declared == set()
