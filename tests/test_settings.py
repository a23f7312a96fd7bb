"""Where a setting comes from, which one wins, and what is said of one that cannot stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.config import Config, NamedTheme
from briefing.errors import ConfigError
from briefing.settings import HIDDEN, SECRET, Settings, config_hash, load_settings, named_theme


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with an empty configuration folder of the user's beside it."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "config/briefing").mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path


def origin(settings: Settings, key: str) -> tuple[object, str]:
    return next((value, origin) for name, value, origin in settings.rows() if name == key)


def test_without_anything_all_is_default(desk: Path) -> None:
    settings = load_settings()
    assert settings.config == Config()
    assert {origin for _, _, origin in settings.rows()} == {"default"}


def test_the_later_layer_wins_key_by_key(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "config/briefing/briefing.toml").write_text(
        '[page]\npaper = "Letter"\nlayout = "wire"\npdf = "a-3a"\naccent = "#000000"'
    )
    (desk / "desk/briefing.toml").write_text('[page]\nlayout = "note"\npdf = "ua-1"\naccent = "#111111"')
    monkeypatch.setenv("BRIEFING_PAGE_PDF", "a-3a")
    monkeypatch.setenv("BRIEFING_PAGE_ACCENT", "#222222")
    monkeypatch.setenv("BRIEFING_LIMITS_FILE_BYTES", "77")
    settings = load_settings({"page.accent": "#333333", "page.paper": None})
    assert origin(settings, "page.paper") == ("Letter", "$XDG_CONFIG_HOME/briefing/briefing.toml")
    assert origin(settings, "page.layout") == ("note", "briefing.toml")
    assert origin(settings, "page.pdf") == ("a-3a", "BRIEFING_PAGE_PDF")
    assert origin(settings, "page.accent") == ("#333333", "flag")
    assert origin(settings, "limits.file_bytes") == (77, "BRIEFING_LIMITS_FILE_BYTES")


def test_a_named_file_stands_for_both_files(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "desk/briefing.toml").write_text('[page]\npaper = "Letter"')
    (desk / "own.toml").write_text('[page]\nlayout = "wire"')
    settings = load_settings(config_file=str(desk / "own.toml"))
    assert (settings.config.page.paper, settings.config.page.layout) == ("A4", "wire")
    assert origin(settings, "page.layout") == ("wire", "own.toml")
    monkeypatch.setenv("BRIEFING_CONFIG", str(desk / "own.toml"))
    assert load_settings() == settings
    with pytest.raises(ConfigError, match="no such configuration file"):
        load_settings(config_file="nowhere.toml")


def test_themes_from_a_file_a_variable_and_flags(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "desk/briefing.toml").write_text(
        '[[theme]]\nname = "Rail strike"\nterms = ["walkout"]\n[[theme]]\nname = "B"'
    )
    assert load_settings().config.theme == (NamedTheme("Rail strike", ("walkout",)), NamedTheme("B"))
    monkeypatch.setenv("BRIEFING_THEME", "Budget=deficit, tax cut; Rail strike")
    assert load_settings().config.theme == (NamedTheme("Budget", ("deficit", "tax cut")), NamedTheme("Rail strike"))
    assert load_settings({"theme": [{"name": "C"}]}).config.theme == (NamedTheme("C"),)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Rail strike", NamedTheme("Rail strike")),
        (' "No limits" partnership ', NamedTheme('"No limits" partnership')),
        ("Dome=Golden Dome, missile shield,", NamedTheme("Dome", ("Golden Dome", "missile shield"))),
        ("E==mc2=energy", NamedTheme("E=mc2", ("energy",))),
    ],
)
def test_a_theme_by_its_text(text: str, theme: NamedTheme) -> None:
    assert named_theme(text) == theme


@pytest.mark.parametrize("text", ["", " ", "=a, b"])
def test_a_theme_needs_a_name(text: str) -> None:
    with pytest.raises(ConfigError, match="without a name"):
        named_theme(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[page]\npapr = "A4"', "unknown key 'page.papr'. Did you mean 'paper'?"),
        ("[pge]\nx = 1", "unknown section 'pge'. Did you mean 'page'?"),
        ("[pge]", "unknown section 'pge'. Did you mean 'page'?"),
        ("page = 3", "page is a section. Write [page]"),
        ('[page]\npaper = "A5"', "page.paper: 'A5' is not one of A4, Letter"),
        ('[theme]\nname = "x"', "theme is a list. Write [[theme]]"),
        ('[[theme]]\nnam = "x"', "unknown key 'nam'. Did you mean 'name'?"),
        ("[[theme]]\nname = 3", "theme[0].name: expected `str`, got `int`"),
        ('[brief]\nzone = "Mars"', "brief.zone: 'Mars' is no time zone"),
        ('[brief]\ntlp = "pink"', "brief.tlp: 'pink' is not one of TLP:CLEAR"),
        ("[quoting]\nmax_quote_share = 3", "quoting.max_quote_share: expected `float` <= 1.0"),
        ('[limits]\nfile_bytes = "many"', "limits.file_bytes: expected `int`, got `str`"),
        ('[page]\naccent = "red"', "page.accent: 'red' is not a colour such as #8a1c2b"),
        ('[page]\ntemplates = "nowhere"', "page.templates: 'nowhere' is no folder"),
        ("[page]\npaper = A4", "briefing.toml is not TOML"),
    ],
)
def test_a_wrong_setting_says_where_and_what_to_do(desk: Path, text: str, message: str) -> None:
    (desk / "desk/briefing.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert message in str(caught.value)
    assert str(caught.value).startswith("briefing.toml")
    assert str(desk) not in str(caught.value)


def test_a_wrong_variable_is_named_and_one_of_another_program_is_not_ours(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_ROOM_SIZE", "12")
    load_settings()
    monkeypatch.setenv("BRIEFING_PAGE_PAPR", "A4")
    with pytest.raises(ConfigError, match=r"BRIEFING_PAGE_PAPR: unknown key 'page\.papr'"):
        load_settings()


def test_a_folder_of_templates_lies_beside_the_file_that_names_it(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "config/briefing/mine").mkdir()
    (desk / "config/briefing/briefing.toml").write_text('[page]\ntemplates = "mine"')
    config = load_settings().config
    assert Path(config.page.templates) == desk / "config/briefing/mine"
    (desk / "desk/mine").mkdir()
    (desk / "desk/briefing.toml").write_text('[page]\ntemplates = "mine"')
    assert config_hash(load_settings().config) == config_hash(config)


def test_the_hash_is_of_the_values() -> None:
    assert config_hash(Config()) == config_hash(Config())
    assert config_hash(Config()) != config_hash(Config(theme=(NamedTheme("A"),)))
    assert len(config_hash(Config())) == 12


@pytest.mark.parametrize("key", ["mail.password", "mail.api_key", "store.token", "x.secret"])
def test_secrets_have_names_that_are_not_shown(key: str) -> None:
    assert SECRET.search(key)
    assert "not shown" in HIDDEN
