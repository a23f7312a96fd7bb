"""Texts of any kind that end with a call to pay or sign in for the rest."""

from __future__ import annotations

import pytest

from briefing.ingest.article import make_article
from briefing.text.furniture import is_leftover, is_paywall

OPENING = "The council of Lindwick met on Tuesday to decide on the old bridge, which has been closed since May."
CALLS = (
    "Subscribe to read the full story.",
    "Subscribe to The Lindwick Courier to read the full story →",
    "To read the full story, subscribe today.",
    "**Sign in to continue reading**",
    "This article is for subscribers only.",
    "You have 2 free articles left.",
    "Already a subscriber? Log in",
    "Jetzt mit Abo weiterlesen",
    "Dieser Artikel ist nur für Abonnenten.",
    "Cet article est réservé aux abonnés.",
    "Il vous reste 70 % de cet article à lire.",
    "Suscríbete para seguir leyendo",
    "Чтобы читать далее, оформите подписку",
    "この記事は会員限定です。",
    "登录后阅读全文",
)
PROSE = (
    "Voters can register online to keep their place.",
    "Members must sign up to get full access to the stadium.",
    "You have the right to a free article of clothing.",
    "He wrote in his newsletter that the bridge is safe.",
    "This report is available to members of the council and the public.",
    "Mit einer Lampe konnte sie bis Mitternacht weiterlesen.",
    "会員限定のイベントが東京で開かれた。",
)


@pytest.mark.parametrize("call", CALLS)
def test_a_text_that_ends_with_such_a_call_is_not_all(call: str) -> None:
    for between in ("\n\n", "\n"):
        article = make_article(f"{OPENING}{between}{call}", "a.txt")
        assert not article.complete
        assert [block.kind for block in article.blocks] == ["paragraph", "leftover"]
        assert article.quote(article.blocks[1].span) == call


def test_a_call_within_the_last_paragraph_is_parted_from_it() -> None:
    article = make_article(f"{OPENING} {CALLS[0]}", "a.txt")
    assert not article.complete
    assert [article.quote(block.span) for block in article.blocks] == [OPENING, CALLS[0]]
    assert [block.kind for block in article.blocks] == ["paragraph", "leftover"]


def test_a_call_above_the_end_says_nothing() -> None:
    after = [f"{OPENING} It met again on day {day}, and the mayor was there." for day in range(4)]
    assert make_article("\n\n".join((OPENING, CALLS[0], *after)), "a.txt").complete


@pytest.mark.parametrize("sentence", PROSE)
def test_prose_is_no_call(sentence: str) -> None:
    assert not is_paywall(sentence)
    assert not is_leftover(sentence)
    assert make_article(f"{OPENING}\n\n{OPENING} {sentence}", "a.txt").complete
