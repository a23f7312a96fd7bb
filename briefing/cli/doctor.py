"""`briefing doctor`: whether everything that a brief needs is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from ctypes import CDLL
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from briefing.cli.console import Console, out
from briefing.cli.options import ConfigFile, Debug
from briefing.errors import BriefingError, ConfigError
from briefing.version import MADE_BY

PYTHON = (3, 11)
PACKAGES = {
    "sentencex": "sentences",
    "Stemmer": "stems",
    "wordfreq": "rare words",
    "msgspec": "data",
    "jinja2": "templates",
    "weasyprint": "PDF",
    "pypdfium2": "PDF, read",
    "lxml": "web pages, feeds, mail, DOCX",
    "trafilatura": "web pages",
    "feedparser": "feeds",
    "httpcore": "fetching",
    "protego": "robots.txt",
}
# What WeasyPrint opens, by the name on Linux, the name on macOS, and the Debian package.
LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz0b"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset0"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig1"),
}
ENVIRONMENT = 4


class Finding(NamedTuple):
    """`remedy` is what to do when it is not `good`."""

    good: bool
    what: str
    remedy: str = ""


def doctor(
    config: ConfigFile = None,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Check the installation: Python, libraries, fonts, settings, archive, network, the output folder."""
    findings = list(_findings(config))
    for finding in findings:
        remedy = f"  -> {finding.remedy}" if finding.remedy and not finding.good else ""
        out(f"{'ok     ' if finding.good else 'MISSING'}  {finding.what}{remedy}")
    bad = sum(not finding.good for finding in findings)
    Console().done(f"{MADE_BY}: ready" if not bad else f"{MADE_BY}: {bad} of {len(findings)} checks failed")
    return ENVIRONMENT if bad else 0


def _findings(config: str | None) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(sys.version_info >= PYTHON, f"Python {version}", "install Python 3.11 or newer")
    for package, use in PACKAGES.items():
        yield Finding(find_spec(package) is not None, f"{package} ({use})", "install briefing again")
    for library, names in LIBRARIES.items():
        yield Finding(_opens(names[:2]), f"{library} (PDF)", f"apt-get install {names[2]}")
    yield _passes("fonts", _fonts)
    yield _passes("templates", _templates)
    yield _passes("settings", lambda: _settings(config))
    yield from _archive(config)
    yield from _network(config)
    yield Finding(_has_zones(), "time zones", "install the package tzdata")
    yield Finding(
        _is_writable(Path("out")), "a writable out/ folder", "run it in a folder of yours, or name one with -o"
    )


def _passes(what: str, check: Callable[[], object]) -> Finding:
    try:
        check()
    except BriefingError as error:
        return Finding(False, what, str(error))
    return Finding(True, what)


def _opens(names: tuple[str, ...]) -> bool:
    return any(map(_opens_one, names))


def _opens_one(name: str) -> bool:
    try:
        CDLL(name)
    except OSError:
        return False
    return True


def _fonts() -> None:
    from briefing.render.fonts import FACES, font_bytes

    for name in FACES:
        font_bytes(name)


def _templates() -> None:
    from briefing.assets import template_folder

    template_folder()


def _settings(config: str | None) -> None:
    from briefing.settings import load_settings

    load_settings(config_file=config)


def _archive(config: str | None) -> Iterator[Finding]:
    """Where it is and how much it holds, where settings tell; one that is not there is made when something is added."""
    from briefing.settings import load_settings
    from briefing.store import default_place, is_url, open_store

    with suppress(ConfigError):
        where = load_settings(config_file=config).config.store.where or str(default_place())
        if not is_url(where) and not Path(where).expanduser().exists():
            yield Finding(True, f"archive: none yet, {where}")
            return
        try:
            with open_store(where, create=False) as store:
                yield Finding(True, f"archive: {store.articles.count():,} articles, {store.where}")
        except BriefingError as error:
            yield Finding(False, "archive", str(error))


def _network(config: str | None) -> Iterator[Finding]:
    """Who asks, and which rules the settings change; nothing is asked."""
    from briefing.settings import load_settings

    with suppress(ConfigError):
        network = load_settings(config_file=config).config.network
        told = [
            f"publishers are told {network.contact}" if network.contact else "network.contact is not set",
            f"by the proxy {network.proxy}" if network.proxy else "",
            "private addresses too (network.allow_private)" if network.allow_private else "public addresses only",
            "" if network.robots else "whatever robots.txt says (network.robots = false)",
        ]
        yield Finding(True, f"network: {', '.join(filter(None, told))}")


def _has_zones() -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo("Europe/Berlin")
    except (OSError, KeyError):
        return False
    return True


def _is_writable(folder: Path) -> bool:
    """The folder, or the nearest one above it that is there and would have to hold it."""
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)
