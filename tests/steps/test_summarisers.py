"""Every summariser: indices best first, the same whatever the order of the articles, and ours as a method."""

from __future__ import annotations

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import UnknownNameError
from briefing.steps.summarisers import SUMMARISERS, Context, Coverage, coverage_scores, summariser, tables
from briefing.steps.summarisers.bulk import BulkTable
from briefing.steps.summarisers.context import Summariser
from briefing.steps.summarisers.coverage import topicality
from briefing.steps.summarisers.lexicon import Lexicon
from briefing.steps.summarisers.pairs import SmallTable
from briefing.text.tokens import word_count
from briefing.types import Article, Block, Sentence, Span
from tests.builders import article

OWN = [name for name in SUMMARISERS if not name.startswith("sumy:")]

FLOOD = (
    "The river Lune rose three metres on Monday and flooded the old town. The mayor ordered 2,000 people to leave.",
    (
        "Some 2,000 people had to leave the old town of Lune on Monday after the river rose three metres. Schools stay "
        "closed until Friday. “We have never seen such water,” the mayor said."
    ),
    "Trains between Lune and the coast were stopped. The river is expected to fall on Wednesday. Nobody was hurt.",
)


def sentences_of(*texts: str) -> list[Sentence]:
    """The sentences of one article a text, cut at full stops."""
    return [s for number, text in enumerate(texts) for s in cut(article(text, origin_path=f"{number:03}.txt"))]


def cut(source: Article) -> list[Sentence]:
    found: list[Sentence] = []
    start = 0
    for piece in source.text.split(". "):
        span = Span(start, min(len(source.text), start + len(piece) + 1))
        found.append(Sentence(source, span, len(found), 0))
        start += len(piece) + 2
    return found


def made(sentences: int, seed: int = 7) -> list[Sentence]:
    """A made collection: words by Zipf's law, ten sentences an article."""
    draw = random.Random(seed)
    words = [f"w{number}" for number in range(3_000)]
    shares = [1 / (rank + 1) for rank in range(len(words))]
    texts = [" ".join(draw.choices(words, shares, k=18)) + "." for _ in range(sentences)]
    return sentences_of(*(" ".join(texts[i : i + 10]) for i in range(0, sentences, 10)))


@pytest.fixture(params=SUMMARISERS)
def method(request: pytest.FixtureRequest) -> Summariser:
    return SUMMARISERS[request.param]


def test_it_gives_indices_best_first(method: Summariser) -> None:
    found = method(sentences_of(*FLOOD), Context(words=30))
    assert found
    assert len(set(found)) == len(found)
    assert set(found) <= set(range(8))


def test_the_order_of_articles_does_not_matter(method: Summariser) -> None:
    sentences = sentences_of(*FLOOD)
    weights = tuple(0.5 + 0.1 * i for i in range(len(sentences)))
    chosen = [sentences[i] for i in method(sentences, Context(words=40, weights=weights))]
    order = list(range(len(sentences)))
    for seed in range(5):
        random.Random(seed).shuffle(order)
        shuffled = [sentences[i] for i in order]
        found = method(shuffled, Context(words=40, weights=tuple(weights[i] for i in order)))
        assert [shuffled[i] for i in found] == chosen


def test_equal_sentences_of_two_articles_stay_two() -> None:
    for name in ("lead", *(name for name in SUMMARISERS if name.startswith("sumy:"))):
        assert sorted(SUMMARISERS[name](sentences_of(FLOOD[0], FLOOD[0], FLOOD[2]), Context())) == list(range(7)), name


@pytest.mark.parametrize("name", ["coverage", "centroid", "lexrank"])
def test_a_sentence_that_says_the_same_is_not_chosen_twice(name: str) -> None:
    sentences = sentences_of(FLOOD[0], FLOOD[0], FLOOD[2])
    chosen = [sentences[i].text for i in SUMMARISERS[name](sentences, Context())]
    assert len(set(chosen)) == len(chosen)


def test_nothing_and_one_sentence(method: Summariser) -> None:
    assert method([], Context(words=10)) == []
    assert method(sentences_of("The bridge is open again"), Context(words=10)) == [0]


def test_a_weight_of_nought_is_never_chosen(method: Summariser) -> None:
    sentences = sentences_of(*FLOOD)
    first = method(sentences, Context(words=20))[0]
    weights = tuple(0.0 if i == first else 1.0 for i in range(len(sentences)))
    assert first not in method(sentences, Context(words=200, weights=weights))


def test_sentences_without_words(method: Summariser) -> None:
    assert set(method(sentences_of("— … —. ***"), Context(words=10))) <= {0, 1}


@pytest.mark.parametrize("name", OWN)
def test_it_stops_soon_after_the_budget(name: str) -> None:
    sentences = sentences_of(*FLOOD)
    chosen = SUMMARISERS[name](sentences, Context(words=25))
    if name != "lead":
        assert sum(word_count(sentences[i].text) for i in chosen[:-1]) < 25


@pytest.mark.parametrize("name", OWN)
def test_five_thousand_sentences_are_done_quickly(name: str) -> None:
    sentences = made(5_000)
    start = process_time()
    SUMMARISERS[name](sentences, Context(words=250))
    assert process_time() - start < 6


def test_a_name_from_outside_and_one_that_is_unknown() -> None:
    assert summariser("briefing.steps.summarisers.lead:lead") is SUMMARISERS["lead"]
    with pytest.raises(UnknownNameError, match="Did you mean 'coverage'"):
        summariser("covrage")


@pytest.mark.parametrize("language", ["ar", "de", "he", "hi", "ja", "ru", "xx", "zh"])
def test_any_language(method: Summariser, language: str) -> None:
    texts = {
        "ar": "ارتفع النهر ثلاثة أمتار. غادر ألفا شخص البلدة القديمة",
        "he": "הנהר עלה שלושה מטרים. אלפיים איש עזבו את העיר",
        "hi": "नदी तीन मीटर बढ़ गई. दो हज़ार लोगों ने शहर छोड़ा",
        "ja": "川が三メートル上昇した. 二千人が町を離れた",
        "ru": "Река поднялась на три метра. Две тысячи человек покинули город",
        "zh": "河水上涨三米. 两千人离开了老城",
    }
    text = texts.get(language, "Der Fluss stieg um drei Meter. Zweitausend Menschen mussten gehen")
    assert method(sentences_of(text, text.replace(". ", " . ")), Context(language=language, words=20))


# --- coverage ------------------------------------------------------------------------------------------------


def test_it_prefers_what_several_articles_report() -> None:
    sentences = sentences_of(*FLOOD)
    chosen = [sentences[i].text for i in SUMMARISERS["coverage"](sentences, Context(words=25))]
    assert "three metres" in chosen[0]
    assert "Nobody was hurt." not in chosen


def test_copies_in_one_origin_do_not_outvote() -> None:
    alone = "The harbour will get a new crane next year."
    copies = ["The minister opened a library in the north of the city on Sunday."] * 4
    report = "A crane will be built in the harbour next year, the port said."
    sentences = sentences_of(alone, report, *copies)
    one_origin = {s.article.id: 9 for s in sentences[2:]}
    chosen = SUMMARISERS["coverage"](sentences, Context(words=10, origins=one_origin))
    assert chosen[0] in {0, 1}


def test_a_theme_draws_the_choice() -> None:
    sentences = sentences_of(*FLOOD)
    for key, word in (("train", "Trains"), ("school", "Schools")):
        chosen = SUMMARISERS["coverage"](sentences, Context(words=5, theme={key: 400.0}))
        assert word in sentences[chosen[0]].text


def test_a_quotation_gains_when_there_is_room() -> None:
    sentences = sentences_of(*FLOOD)
    quotation = next(i for i, s in enumerate(sentences) if "“" in s.text)
    narrow, wide = (coverage_scores(sentences, Context(words=words)) for words in (50, 500))
    assert wide[quotation] / wide[0] > narrow[quotation] / narrow[0]


def test_what_is_covered_is_worth_nothing_any_more() -> None:
    state = Coverage(sentences_of(*FLOOD), Context())
    before = [state.gain(i) for i in range(8)]
    state.take(0)
    after = [state.gain(i) for i in range(8)]
    assert after[0] == 0
    assert all(a <= b for a, b in zip(after, before, strict=True))
    assert before == coverage_scores(sentences_of(*FLOOD), Context())


def test_what_was_read_before_does_not_matter() -> None:
    texts = ("the owned mines backed likely comers", "own mine, back and like what comes")
    for order in (texts, texts[::-1]):
        known = Lexicon("en")
        for text in order:
            known.read(text)
        stops = {form: bool(known.stop[known.terms[number]]) for form, number in known.items()}
        assert stops["owned"] == stops["own"] == stops["back"] == stops["backed"] == stops["comes"] is True
        assert stops["likely"] == stops["like"]


def test_an_article_about_something_else_is_chosen_last() -> None:
    stray = "Our cook fries the onions in butter. Then she adds two eggs and a spoon of cream."
    sentences = sentences_of(*FLOOD, stray)
    cooking = [i for i, s in enumerate(sentences) if s.article.text == stray]
    order = SUMMARISERS["coverage"](sentences, Context())
    assert sorted(order[-2:]) == cooking
    prices = Coverage(sentences, Context()).price
    assert 0 < max(prices[i] for i in cooking) < min(prices[i] for i in range(8)) / 2


def test_of_two_articles_neither_is_about_something_else() -> None:
    sentences = sentences_of(FLOOD[0], "Our cook fries the onions in butter. Then she adds two eggs.")
    assert set(topicality(Coverage(sentences, Context()).table).values()) == {1.0}


def test_sharing_function_words_costs_less_than_sharing_a_name() -> None:
    texts = ("Four of the bakers at Lune Bridge slept.", "Smoke left one of the houses.", "Nobody crossed Lune Bridge.")
    state = Coverage(sentences_of(*texts), Context())
    before = [state.gain(i) for i in range(3)]
    of_the, lune_bridge = (next(p for p in state.table.pairs[0] if p in state.table.pairs[i]) for i in (1, 2))
    state.take(0)
    assert 0 < state.left[of_the] < state.table.chance[of_the]
    assert state.left[lune_bridge] == 0
    assert all(state.gain(i) < before[i] for i in (1, 2))


def test_a_summary_ends_at_half_of_what_there_is() -> None:
    sentences = sentences_of(*FLOOD)
    total = sum(word_count(s.text) for s in sentences)
    lengths = [word_count(sentences[i].text) for i in SUMMARISERS["coverage"](sentences, Context(words=10 * total))]
    assert sum(lengths[:-1]) < total / 2 <= sum(lengths)
    assert len(SUMMARISERS["coverage"](sentences, Context())) > len(lengths)


def test_the_choice_explains_itself() -> None:
    state = Coverage(sentences_of(*FLOOD), Context(words=30))
    first, *_ = state.choose(30)
    terms = dict(state.terms(first))
    assert "three metres" in terms
    assert all(0 < chance < 1 for chance in terms.values())
    assert list(terms.values()) == sorted(terms.values(), reverse=True)
    assert all(
        rival != first and gain <= coverage_scores(state.sentences, state.context)[first]
        for rival, gain in state.beat[first]
    )


WORDS = st.sampled_from(
    "the of a bank bridge mayor opened closed river flood three “no” 2024 S-500 Monday said".split()
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=12)


@given(TEXTS, st.sampled_from([0, 20, 200]), st.integers(1, 4))
def test_the_bulk_table_is_the_small_one(texts: list[str], words: int, shared: int) -> None:
    sentences = sentences_of(*texts)
    origins = {s.article.id: int(s.article.origin_path[:3]) // shared for s in sentences}
    context = Context(words=words, origins=origins, theme={"bridg": 2.0})
    small, bulk = SmallTable(sentences, context), BulkTable(sentences, context)
    assert bulk.nearness == pytest.approx(small.nearness)
    assert bulk.lengths == small.lengths
    assert bulk.origins == small.origins
    assert [sorted((bulk.chance[p], bulk.kept[p]) for p in own) for own in bulk.pairs] == [
        [pytest.approx(pair) for pair in sorted((small.chance[p], small.kept[p]) for p in own)] for own in small.pairs
    ]
    assert [sorted(bulk.chance[p] for p in own) for own in bulk.pairs] == [
        pytest.approx(sorted(small.chance[p] for p in own)) for own in small.pairs
    ]


def test_small_and_bulk_choose_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = made(300)
    chosen = SUMMARISERS["coverage"](sentences, Context(words=250))
    monkeypatch.setattr(tables, "BULK", 1)
    assert SUMMARISERS["coverage"](sentences, Context(words=250)) == chosen


def test_blocks_of_a_sumy_document_follow_the_article() -> None:
    text = "The river rose. Two thousand left. Trains stopped."
    blocks = (Block("paragraph", Span(0, 34)), Block("paragraph", Span(35, 50)))
    source = Article("a", "River floods town", text, blocks, "a.txt", title_basis="stated")
    spans = [Span(0, 15), Span(16, 34), Span(35, 50)]
    sentences = [Sentence(source, span, i, int(i == 2)) for i, span in enumerate(spans)]
    assert sorted(SUMMARISERS["sumy:edmundson"](sentences, Context())) == [0, 1, 2]
