"""Sent editions as pages, an index and an Atom feed; what may be public and what may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from briefing.ingest import make_article
from briefing.job.publishing import quoting
from briefing.verify import verify_file
from tests.digest.conftest import DAY, seeds

Doing = Callable[..., Any]
NEXT = DAY + timedelta(days=1)
FERRY = "At least nine people died when the Maribel ferry sank off Port Lanz. Rescuers searched the harbour all night."


def articles(folder: Path, rights: str, tlp: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(FERRY)
    (folder / "sources.toml").write_text(f'[[source]]\nmatch = "*"\nrights = "{rights}"\ntlp = "{tlp}"\n')
    return folder


def test_editions_are_laid_out_with_an_index_and_a_feed(send: Doing, tmp_path: Path):
    root = tmp_path / "editions"
    send(*seeds("002", "003"), publish=str(root))
    send(*seeds(), when=NEXT, publish=str(root), publish_url="https://briefs.example.org/ministers/")
    folder = root / "private/ministers"
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-19", "2026-11-20", "feed.atom", "index.html"]
    page = (folder / "index.html").read_text()
    assert page.index('href="2026-11-20/"') < page.index('href="2026-11-19/"')
    assert 'content="noindex, nofollow"' in page
    pdf = (folder / "2026-11-20/brief.pdf").read_bytes()
    assert verify_file(pdf, "brief.pdf", None).verified > 5
    feed = feedparser.parse((folder / "feed.atom").read_bytes())
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == [
        "https://briefs.example.org/ministers/2026-11-20/",
        "https://briefs.example.org/ministers/2026-11-19/",
    ]
    assert "S-500" in feed.entries[0].content[0].value
    assert len({entry.id for entry in feed.entries}) == 2


@pytest.mark.parametrize(
    ("rights", "tlp", "kind"),
    [
        ("public domain", "", "public"),
        ("CC BY 4.0", "", "public"),
        ("CC BY 4.0", "TLP:GREEN", "private"),
        ("internal use", "", "private"),
        ("", "", "private"),
    ],
)
def test_rights_and_handling_marks_decide(rights: str, tlp: str, kind: str, send: Doing, tmp_path: Path):
    root = tmp_path / "editions"
    send(articles(tmp_path / "news", rights, tlp), publish=str(root), cleared="TLP:GREEN")
    assert [path.name for path in root.iterdir()] == [kind]
    assert ((root / kind).stat().st_mode & 0o077 == 0) is (kind == "private")


def test_who_deletes_an_article_is_told_which_published_pages_quote_it(
    store: Any, config: Callable[..., Any], send: Doing, tmp_path: Path
):
    root = tmp_path / "editions"
    collected = make_article(FERRY, "a.txt")
    other = make_article("The parliament of Norland adopted the budget by 41 votes to 12.", "b.txt")
    store.articles.add([collected], at=DAY - timedelta(hours=5))
    send(publish=str(root))
    told = list(quoting(store, config(publish=str(root)), [collected.id]))
    page = root / "private/ministers/2026-11-19"
    assert told == [f"the edition of 2026-11-19 of 'ministers' (sent) quotes it: {page}"]
    assert list(quoting(store, config(), [collected.id])) == [
        "the edition of 2026-11-19 of 'ministers' (sent) quotes it"
    ]
    assert list(quoting(store, config(publish=str(root)), [other.id])) == []


def test_what_a_killed_run_did_not_lay_out_the_next_one_does(send: Doing, tmp_path: Path):
    root = tmp_path / "editions"
    send(*seeds("002"), publish=str(root))
    page = root / "private/ministers/2026-11-19/index.html"
    page.unlink()
    again = send(*seeds("002"), publish=str(root))
    assert (again.report.sent, again.notes, page.is_file()) == (0, (f"published in {root}",), True)
    assert send(*seeds("002"), publish=str(root)).notes == ()


def test_a_folder_that_cannot_be_written_keeps_no_mail_back(send: Doing, readers: list[str], tmp_path: Path):
    (tmp_path / "file").write_text("")
    done = send(*seeds("002"), publish=str(tmp_path / "file"))
    assert done.report.sent == len(readers)
    assert "could not be made" in done.notes[0]


def test_nothing_is_laid_out_where_no_folder_is_named(send: Doing, tmp_path: Path):
    assert send(*seeds("002")).notes == ()
