"""The key-sentence step against sumy's LexRank on the same sentences, in processor seconds; called by `bench speed`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from bench.data import written
from bench.summaries import tasks
from briefing.steps.summarisers import SUMMARISERS, Context
from briefing.steps.summarisers.lexicon import lexicon
from briefing.text.segment import split
from briefing.types import Article, Block, Sentence, Span

WORDS = 250
SUMY_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['-])*$")  # of sumy.nlp.tokenizers


def key_sentences(data: Path, count: int = 1_000, larger: int = 10_000, seed: int = 0) -> dict[str, float]:
    """Seconds of ours and of sumy's LexRank on `count` sentences, of ours on `larger`, and the ratios.

    `own_tokens` has both read the tokens and stems that sumy makes (nltk's), whose making counts for both.
    """
    sentences = sentences_of(data, larger, seed)
    few = sentences[:count]
    ours = best_of(5, lambda: chosen(few))
    lexicon.cache_clear()
    cold = best_of(1, lambda: chosen(few))
    tokens = sumy_tokens(few)
    making = best_of(3, lambda: sumy_tokens(few))
    theirs = best_of(2, lambda: sumy_lexrank(few, tokens))
    stopped = best_of(1, lambda: sumy_lexrank(few, tokens, stop=True))
    stems = rewritten(few, tokens)
    on_tokens = best_of(5, lambda: chosen(stems))
    many = best_of(2, lambda: chosen(sentences))
    return {
        "sentences": len(few),
        "seconds": ours,
        "seconds_first_time": cold,
        "sumy_lexrank_seconds": making + theirs,
        "sumy_lexrank_stop_words_seconds": making + stopped,
        "ratio": (making + theirs) / ours,
        "ratio_stop_words": (making + stopped) / ours,
        "ratio_own_tokens": (making + theirs) / (making + on_tokens),
        "ratio_without_tokens": theirs / on_tokens,
        "many": len(sentences),
        "many_seconds": many,
        "exponent": math.log(many / ours) / math.log(len(sentences) / len(few)),
    }


def sentences_of(data: Path, count: int, seed: int) -> list[Sentence]:
    """English sentences of the collections at hand, filled up with made ones."""
    found = [
        sentence
        for task in tasks(data)
        for cluster in task.clusters
        if cluster.language == "en"
        for sentence in cluster.sentences
    ]
    made = written(max(0, count - len(found)) // 9 + 1, seed)
    return [*found, *(sentence for article in made for sentence in split(article))][:count]


def chosen(sentences: Sequence[Sentence]) -> list[int]:
    return SUMMARISERS["coverage"](sentences, Context(words=WORDS))


def timed(job: Callable[[], Any]) -> tuple[Any, float]:
    start = process_time()
    result = job()
    return result, process_time() - start


def best_of(times: int, job: Callable[[], Any]) -> float:
    return min(timed(job)[1] for _ in range(times))


def sumy_tokens(sentences: Sequence[Sentence]) -> list[tuple[str, ...]]:
    """What sumy's English tokenizer gives, by nltk's word tokenizer; its sentence splitter needs a download."""
    from nltk.tokenize import NLTKWordTokenizer
    from sumy.nlp.stemmers import Stemmer

    tokenizer, stem = NLTKWordTokenizer(), Stemmer("english")
    return [tuple(stem(word) for word in tokenizer.tokenize(s.text) if SUMY_WORD.match(word)) for s in sentences]


def sumy_lexrank(sentences: Sequence[Sentence], tokens: Sequence[tuple[str, ...]], stop: bool = False) -> object:
    """sumy's own summarizer as it is constructed, or with its list of stop words; words are stemmed beforehand."""
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.utils import get_stop_words

    from briefing.steps.summarisers.sumy import Row, document_of

    method = LexRankSummarizer()
    if stop:
        method.stop_words = get_stop_words("english")
    rows = [Row(sentence.text, words) for sentence, words in zip(sentences, tokens, strict=True)]
    return method(document_of(rows), 10)


def rewritten(sentences: Sequence[Sentence], tokens: Sequence[tuple[str, ...]]) -> list[Sentence]:
    """The sentences as their tokens, article by article."""
    pieces: dict[Article, list[str]] = {}
    for sentence, words in zip(sentences, tokens, strict=True):
        pieces.setdefault(sentence.article, []).append(" ".join(words) or "-")
    return [sentence for article, texts in pieces.items() for sentence in of_texts(article, texts)]


def of_texts(article: Article, texts: Sequence[str]) -> list[Sentence]:
    text = "\n".join(texts)
    made = Article(article.id, "", text, (Block("paragraph", Span(0, len(text))),), article.origin_path)
    found, start = [], 0
    for position, piece in enumerate(texts):
        found.append(Sentence(made, Span(start, start + len(piece)), position, 0))
        start += len(piece) + 1
    return found
