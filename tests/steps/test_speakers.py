"""Speakers, speech, accusation and reply: the written cases, and the seeds."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from briefing.steps.speakers import accusation_of, in_speech, reply_of, said_by, speech_passage
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.segment import split
from briefing.types import Article, Passage, Sentence

CASES = Path(__file__).parent.parent / "cases"
SEEDS = Path(__file__).parent.parent.parent / "seeds"
FAIRNESS = tomllib.loads((CASES / "fairness.toml").read_text(encoding="utf-8"))["case"]
SAID_BY = [json.loads(line) for line in (CASES / "said_by.jsonl").read_text(encoding="utf-8").splitlines()]


def an_article(text: str, path: str = "a.txt") -> Article:
    text = clean(text)
    return Article(id=path, title="", text=text, blocks=find_blocks(text), origin_path=path)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return split(an_article(text))


def seed(number: str) -> tuple[Sentence, ...]:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return split(an_article(path.read_text(encoding="utf-8"), path.name))


@pytest.mark.parametrize("case", FAIRNESS, ids=lambda case: case["name"])
def test_an_accusation_is_paired_with_its_reply(case):
    sentences = sentences_of(case["text"])
    found = [[s.position, r.position] for s in sentences if (r := reply_of(s, sentences)) is not None]
    assert found == case["replies"]
    back = [[a.position, s.position] for s in sentences if (a := accusation_of(s, sentences)) is not None]
    assert back == case["replies"]


@pytest.mark.parametrize("case", FAIRNESS, ids=lambda case: case["name"])
def test_speech_carries_its_speaker(case):
    sentences = sentences_of(case["text"])
    found = []
    for sentence in sentences:
        if in_speech(sentence):
            run = speech_passage(sentence, sentences)
            found.append([sentence.position, run[0].position, run[-1].position] if run else [sentence.position])
    assert found == case.get("speech", [])


def test_there_are_enough_written_cases():
    assert len(FAIRNESS) >= 40
    assert len(SAID_BY) >= 100


def told(case: dict[str, str]) -> bool:
    before = case.get("before", "")
    sentences = sentences_of(f"{before} {case['text']}".strip())
    found = said_by(Passage(tuple(s for s in sentences if s.span.start >= len(before))))
    speaker, via = case["speaker"].casefold(), case.get("via", "").casefold()
    return found.basis == case["basis"] and speaker in found.speaker.casefold() and via in found.via.casefold()


def test_nine_speakers_of_ten_are_right():
    right = [case for case in SAID_BY if told(case)]
    assert len(right) >= 0.95 * len(SAID_BY), [case["text"] for case in SAID_BY if case not in right]


def speaker_of(sentences: tuple[Sentence, ...], words: str):
    return said_by(Passage((next(s for s in sentences if words in s.text),)))


def test_speakers_of_the_seeds():
    assert speaker_of(seed("000"), "S-500").basis == "unnamed"
    assert speaker_of(seed("001"), "S-500").basis == "own voice"
    telegram = speaker_of(seed("002"), "united in their assessments")
    assert (telegram.speaker, telegram.via, telegram.basis) == ("Belousov", "Telegram", "named")
    sputnik = speaker_of(seed("000"), "quoted him as saying")
    assert (sputnik.speaker, sputnik.via) == ("Belousov", "Sputnik News")
    statement = speaker_of(seed("004"), "Both ministers agreed")
    assert (statement.speaker, statement.via) == ("China’s Defense Ministry", "a statement")


def test_the_admiral_never_speaks_as_narration():
    sentences = seed("003")
    speech = [s for s in sentences if in_speech(s)]
    assert [s.text.split()[0] for s in speech] == ["China", "China", "Russia"]
    for sentence in speech:
        run = speech_passage(sentence, sentences)
        assert run is not None
        assert "Charles A. Richard" in run[0].text
        assert said_by(Passage((sentence,))).speaker == "Admiral Charles A. Richard"


def test_accusation_and_denial_of_the_seeds():
    sentences = seed("002")
    pairs = [(s.text[:23], r.text[:22]) for s in sentences if (r := reply_of(s, sentences)) is not None]
    assert pairs == [("The U.S. has accused Ch", "China, however, denies")]
    for number in ("000", "001", "003", "004"):
        others = seed(number)
        assert not [s for s in others if reply_of(s, others) is not None]
