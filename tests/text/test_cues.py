"""Cues of how a sentence is meant."""

from __future__ import annotations

import pytest

from briefing.text import cues


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Reports indicate that the bridge is closed.", 0.6),
        ("The bridge is believed to be closed.", 0.6),
        ("The bridge has reportedly been closed.", 0.6),
        ("According to media reports, the bridge is closed.", 0.6),
        ("The bridge is almost certainly closed.", 0.93),
        ("The bridge is probably closed.", 0.7),
        ("The bridge may be closed.", 0.45),
        ("It is unlikely that the bridge is closed.", 0.2),
        ("The bridge may be closed, but it is unlikely.", 0.2),
        ("The bridge is closed.", None),
        ("The bridge was closed on 5 May by the May government.", None),
        ("May the bridge stand for ever.", None),
        ("According to reports from Sputnik News, the bridge is closed.", None),
        ("The minister appeared in court.", None),
    ],
)
def test_the_weakest_hedge_tells_how_certain_a_text_is(text, strength):
    assert cues.certainty(text) == strength
    assert cues.is_hedged(text) == (strength is not None)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The army did not fire.", True),
        ("Nobody was hurt.", True),
        ("The army hasn’t fired.", True),
        ("The army refused to fire.", True),
        ("Not only the army fired.", False),
        ("No fewer than six shots were fired.", False),
        ("It was unclear whether or not the army fired.", False),
        ("The army fired.", False),
        ("The note was notable.", False),
    ],
)
def test_negation(text, negated):
    assert cues.is_negated(text) == negated


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("The mayor denies the charge.", True),
        ("The ministry rejected the accusation.", True),
        ("The bank dismissed the claims as baseless.", True),
        ("He pleaded not guilty.", True),
        ("The report is completely false, she said.", True),
        ("The judge denied him bail.", False),
        ("He was denied entry.", False),
        ("The club rejected the offer.", False),
        ("She was dismissed from her job.", False),
        ("The licensing disputes were resolved.", False),
        ("The mayor opened a park.", False),
    ],
)
def test_denial(text, denial):
    assert cues.is_denial(text) == denial


@pytest.mark.parametrize(
    ("text", "accusation"),
    [
        ("The U.S. has accused Petria of theft.", True),
        ("The audit faulted the minister for waste.", True),
        ("He allegedly took bribes.", True),
        ("The phone was charged overnight.", False),
        ("The visit was a success.", False),
    ],
)
def test_accusation(text, accusation):
    assert cues.is_accusation(text) == accusation


@pytest.mark.parametrize(
    ("text", "contrast"),
    [
        ("However, the mayor denies it.", True),
        ("But the mayor denies it.", True),
        ("China, however, denies it.", True),
        ("The airport, for its part, said nothing.", True),
        ("The mayor denies it.", False),
        ("Butter is cheap.", False),
    ],
)
def test_contrast(text, contrast):
    assert cues.is_contrast(text) == contrast


def test_words_of_praise_and_alarm():
    text = "The minister sent shockwaves with an unprecedented and pivotal speech."
    assert cues.loaded_words(text) == ("sent shockwaves", "unprecedented", "pivotal")
    assert not cues.is_loaded("The minister gave a speech.")


@pytest.mark.parametrize("find", [cues.hedges, cues.negations, cues.evidence_hedges])
@pytest.mark.parametrize("text", ["It may not be, reports say, that no one could.", "", "…"])
def test_cues_stand_in_their_text_in_order(find, text):
    found = find(text)
    assert list(found) == sorted(found)
    assert all(0 <= cue.start < cue.end <= len(text) and 0 <= cue.strength <= 1 for cue in found)


@pytest.mark.parametrize(
    "text", ["Россия, возможно, продала ракеты.", "据报道，俄罗斯提供了导弹。", "قد تبيع روسيا الصواريخ."]
)
def test_other_languages_show_no_cue(text):
    assert not any(
        judge(text) for judge in (cues.is_hedged, cues.is_negated, cues.is_denial, cues.is_accusation, cues.is_contrast)
    )
