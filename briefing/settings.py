"""The configuration of a run; each value knows where it came from.

A later layer wins, key by key: the user's briefing.toml, ./briefing.toml (or the file of --config, which stands for
both), BRIEFING_* of the environment, flags.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from briefing.config import Config, NamedTheme, holds_password
from briefing.errors import ConfigError, did_you_mean

FILE_NAME = "briefing.toml"
PREFIX = "BRIEFING_"
DEFAULT = "default"
SECRET = re.compile(r"password|secret|token|api_?key")
HIDDEN = "(set, not shown)"
SECRETS = {"BRIEFING_MAIL_PASSWORD"}  # read where they are used; no settings, so that no file and no page holds them
PLACES = (
    "page.templates",
    "page.logo",
    "page.fonts",
    "store.where",
    "mail.folder",
    "mail.ca_file",
    "mail.password_file",
    "mail.dkim_key_file",
)
BESIDE_THE_PAGE = frozenset({"collect", "digest", "mail", "network", "store"})  # sections that shape no page
FOOTER_LENGTH = 200  # characters of page.footer
TLP_MARKS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


@dataclass(frozen=True, slots=True)
class Layer:
    """Values by dotted key, and what is to be called their origin."""

    origin: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Settings:
    """A checked configuration; `origins` maps the dotted keys that were set to where."""

    config: Config
    origins: Mapping[str, str]

    def rows(self) -> Iterator[tuple[str, object, str]]:
        """Every key in the order of Config, with its value and its origin; what is secret is not shown."""
        for key, value in flat(msgspec.to_builtins(self.config)):
            shown = HIDDEN if SECRET.search(key) and value else value
            yield key, shown, self.origins.get(key, DEFAULT)


def load_settings(
    flags: Mapping[str, object] | None = None,
    *,
    config_file: str | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings of a run in `folder` (the current one); ConfigError names the file, the key and what was meant."""
    environ = os.environ if environ is None else environ
    config_file = config_file or environ.get("BRIEFING_CONFIG")
    layers = [*_file_layers(config_file, folder or Path(), environ), *_environment(environ), *_flags(flags or {})]
    return _merged([layer for layer in layers if layer.values])


def config_hash(config: Config) -> str:
    """Twelve hex digits of the settings that shape a page, the same wherever: a folder counts by its name alone."""
    files = {key: Path(getattr(config.page, key)).name for key in ("templates", "logo", "fonts")}
    page = msgspec.structs.replace(config.page, **files)
    values = msgspec.to_builtins(msgspec.structs.replace(config, page=page))
    shaping = {section: value for section, value in values.items() if section not in BESIDE_THE_PAGE}
    return sha256(msgspec.json.encode(shaping, order="sorted")).hexdigest()[:12]


def named_theme(text: str) -> NamedTheme:
    """`NAME` or `NAME=term, term`; a sign of equality in a name is written as `==`."""
    name, _, terms = text.replace("==", "\0").partition("=")
    name, terms = name.replace("\0", "=").strip(), terms.replace("\0", "=")
    if not name:
        raise ConfigError(f"a theme without a name: {text!r}", hint='Write "NAME" or "NAME=term, term"')
    return NamedTheme(name, tuple(term.strip() for term in terms.split(",") if term.strip()))


def flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Dotted keys and values; a list is a value."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def user_folder() -> Path:
    """Where the user's own briefing.toml lies."""
    from platformdirs import user_config_path

    return user_config_path("briefing", appauthor=False)


# --- layers --------------------------------------------------------------------------------------------------


def _file_layers(config_file: str | None, folder: Path, environ: Mapping[str, str]) -> Iterator[Layer]:
    if config_file:
        path = Path(config_file)
        if not path.is_file():
            raise ConfigError(f"{config_file}: no such configuration file", hint="briefing init writes one")
        yield _file_layer(path, path.name)
        return
    users = user_folder() / FILE_NAME
    if users.is_file():
        yield _file_layer(users, _homely(users, environ))
    if (folder / FILE_NAME).is_file():
        yield _file_layer(folder / FILE_NAME, FILE_NAME)


def _homely(path: Path, environ: Mapping[str, str]) -> str:
    """The path with the home folder as ~, so that no user name is shown."""
    for name, short in (("XDG_CONFIG_HOME", "$XDG_CONFIG_HOME"), ("HOME", "~")):
        base = environ.get(name)
        if base and path.is_relative_to(base):
            return f"{short}/{path.relative_to(base)}"
    return f"the user's {path.name}"


def _file_layer(path: Path, origin: str) -> Layer:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{origin} is not TOML", why=str(error)) from error
    except OSError as error:
        raise ConfigError(f"{origin} cannot be read", why=error.strerror or "") from error
    for section in data:
        _check_section(origin, section)
    layer = Layer(origin, dict(flat(data)))
    _check(layer)
    places = {key: value for key in PLACES if isinstance(value := layer.values.get(key), str) and value}
    places = {key: value for key, value in places.items() if "://" not in value}
    from_here = {key: str(path.parent / Path(value).expanduser()) for key, value in places.items()}
    return Layer(origin, {**layer.values, **from_here})


def _environment(environ: Mapping[str, str]) -> Iterator[Layer]:
    """BRIEFING_PAGE_PAPER is page.paper; BRIEFING_THEME holds themes with semicolons between."""
    for name in sorted(environ):
        section, _, key = name.removeprefix(PREFIX).lower().partition("_")
        if not name.startswith(PREFIX) or name in SECRETS or section not in Config.__struct_fields__:
            continue
        dotted = f"{section}.{key}" if key else section
        layer = Layer(name, {dotted: _value_of_text(dotted, environ[name])})
        _check(layer)
        yield layer


def _value_of_text(key: str, text: str) -> object:
    """What a variable's text stands for; a text where a text is wanted, else as TOML writes numbers and truth."""
    if key == "theme":
        return [msgspec.to_builtins(named_theme(part)) for part in text.split(";") if part.strip()]
    if _type_of(key) is str or get_origin(_type_of(key)) is Literal:
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _flags(flags: Mapping[str, object]) -> Iterator[Layer]:
    """`flags` maps dotted keys to values; None is a flag that was not given."""
    for key, value in flags.items():
        if value is not None:
            layer = Layer(FLAGS.get(key, "flag"), {key: value})
            _check(layer)
            yield layer


FLAGS = {
    "brief.title": "--title",
    "page.layout": "--layout",
    "page.pdf": "--pdf",
    "page.paper": "--page",
    "store.where": "--store",
    "summary.name": "--summariser",
    "theme": "--theme",
}


# --- checking ------------------------------------------------------------------------------------------------


def _merged(layers: list[Layer]) -> Settings:
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        values.update(layer.values)
        origins.update(dict.fromkeys(layer.values, layer.origin))
    config = msgspec.convert(_nested(values), Config)
    _check_meaning(config, origins)
    return Settings(config, origins)


def _nested(values: Mapping[str, object]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        (tree.setdefault(section, {}) if section else tree)[name] = value
    return tree


def _check(layer: Layer) -> None:
    """Unknown keys, then wrong values, both with the place where they stand."""
    for key in layer.values:
        _check_key(layer.origin, key)
    try:
        msgspec.convert(_nested(layer.values), Config)
    except msgspec.ValidationError as error:
        raise _wrong_value(layer, error) from error


def _check_section(origin: str, section: str) -> Any:
    """The type that Config has for it."""
    kind = _hints(Config).get(section)
    if kind is None:
        known = Config.__struct_fields__
        raise ConfigError(f"{origin}: unknown section {section!r}", hint=did_you_mean(section, known))
    return kind


def _check_key(origin: str, key: str) -> None:
    section, _, name = key.partition(".")
    kind = _check_section(origin, section)
    known = getattr(kind, "__struct_fields__", None)
    if known is None and name:
        raise ConfigError(f"{origin}: {section} is a list", hint=f"Write [[{section}]] with two brackets")
    if known is not None and not name:
        raise ConfigError(f"{origin}: {section} is a section", hint=f"Write [{section}] and its keys below it")
    if known is not None and name not in known:
        hint = did_you_mean(name, known) if known else f"The section [{section}] has no keys"
        raise ConfigError(f"{origin}: unknown key {key!r}", hint=hint)


def _wrong_value(layer: Layer, error: msgspec.ValidationError) -> ConfigError:
    """msgspec's line, with the key in TOML's words and the choices where there are any."""
    reason, _, place = str(error).partition(" - at `$.")
    key = place.rstrip("`") or "the file"
    unknown = re.fullmatch(r"Object contains unknown field `(.+)`", reason)
    if unknown:
        element = get_args(_hints(Config).get(key.partition("[")[0]))
        known = getattr(element[0], "__struct_fields__", ()) if element else ()
        return ConfigError(f"{layer.origin}: {key}: unknown key {unknown[1]!r}", hint=did_you_mean(unknown[1], known))
    choices = get_args(_type_of(key)) if get_origin(_type_of(key)) is Literal else ()
    if choices:
        value = layer.values.get(key)
        return ConfigError(f"{layer.origin}: {key}", why=f"{value!r} is not one of {', '.join(choices)}")
    return ConfigError(f"{layer.origin}: {key}", why=reason[:1].lower() + reason[1:])


def _type_of(key: str) -> Any:
    section, _, name = key.partition(".")
    kind = _hints(Config).get(section)
    return _hints(kind).get(name) if kind and name else kind


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _check_store(where: str, wrong: Callable[[str, str, str], ConfigError]) -> None:
    """An address holds no password: `config show`, logs and lists of processes would tell it."""
    try:
        secret = "://" in where and holds_password(where)
    except ValueError as error:
        raise wrong("store.where", "this is no address", "Write postgresql://USER@HOST/DATABASE") from error
    if secret:
        hint = "Leave it out and set PGPASSWORD, or write it into ~/.pgpass"
        raise wrong("store.where", "the address of the archive holds a password", hint)


CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
LIST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")  # also a label of List-Id, RFC 2919


def _check_digests(config: Config, wrong: Callable[[str, str, str], ConfigError]) -> None:
    """Names that may stand in an address, each once; hours of a clock; zones that exist."""
    from zoneinfo import available_timezones

    seen: set[str] = set()
    for digest in config.digest:
        if not LIST_NAME.fullmatch(digest.list):
            raise wrong("digest", f"{digest.list!r} is no name of a list", "Use small letters, digits and hyphens")
        if digest.list in seen:
            raise wrong("digest", f"two of them are for the list {digest.list!r}", "Give each list one [[digest]]")
        seen.add(digest.list)
        if not CLOCK.fullmatch(digest.at):
            raise wrong("digest", f"at: {digest.at!r} is no time of day", "Write one such as 07:00")
        if digest.approve not in {"none", "required"} and not CLOCK.fullmatch(digest.approve.removeprefix("by ")):
            raise wrong("digest", f"approve: {digest.approve!r} is not known", 'Write "none", "required" or "by 06:45"')
        if digest.zone and digest.zone not in available_timezones():
            raise wrong("digest", f"{digest.zone!r} is no time zone", "Write one such as Europe/Berlin")


def _check_meaning(config: Config, origins: Mapping[str, str]) -> None:
    """What types cannot say: a zone that exists, a colour, a handling mark, a folder, a name in a table."""
    from zoneinfo import ZoneInfo

    def wrong(key: str, why: str, hint: str = "") -> ConfigError:
        return ConfigError(f"{origins.get(key, DEFAULT)}: {key}", why=why, hint=hint)

    brief, page = config.brief, config.page
    if brief.zone != "UTC":
        try:
            ZoneInfo(brief.zone)
        except (OSError, ValueError, KeyError) as error:
            raise wrong("brief.zone", f"{brief.zone!r} is no time zone", "Write one such as Europe/Berlin") from error
    _check_digests(config, wrong)
    if brief.tlp and brief.tlp not in TLP_MARKS:
        raise wrong("brief.tlp", f"{brief.tlp!r} is not one of {', '.join(TLP_MARKS)}")
    _check_store(config.store.where, wrong)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", page.accent):
        raise wrong("page.accent", f"{page.accent!r} is not a colour such as #8a1c2b")
    if page.fonts and not Path(page.fonts).is_dir():
        raise wrong("page.fonts", f"{Path(page.fonts).name!r} is no folder")
    if page.logo and not Path(page.logo).is_file():
        raise wrong("page.logo", "page.fonts", f"{Path(page.logo).name!r} is no file")
    if len(page.footer) > FOOTER_LENGTH or not page.footer.isprintable():
        raise wrong("page.footer", f"it is no line of at most {FOOTER_LENGTH} characters")
    if page.templates and not Path(page.templates).is_dir():
        raise wrong("page.templates", f"{Path(page.templates).name!r} is no folder")
