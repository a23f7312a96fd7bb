"""Whether a sentence stands by itself: no pronoun, pointing word or definite event without what it refers to.

English by rules; other languages by lists of the words that point back at the head of a sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.patterns import rare
from briefing.text.heads import heads, signs
from briefing.text.persons import BODIES
from briefing.text.places import state_of
from briefing.text.quotations import quotations
from briefing.text.tokens import stem, word_count

JOINS = "joins the sentence before"


class Opening(NamedTuple):
    """Why a sentence does not stand alone; `antecedent` is where a bracket could name the persons meant, with how many
    they are.
    """

    reason: str
    phrase: str
    antecedent: tuple[int, int] | None = None


_TIME = "week|weekend|month|year|quarter|season|morning|afternoon|evening|night|summer|winter|spring|autumn|fall|time|decade|century|day"
_EVENTS = frozenset(
    """meeting meetings talks talk discussion discussions statement visit trip move decision announcement report
    reports deal agreement exercise exercises
    drill drills incident attack attacks blast explosion crash fire quake earthquake storm vote ruling verdict proposal plan plans offer ceremony event events
    conference summit delegation delegations document letter post video footage film movie book project programme program campaign operation raid case trial
    lawsuit complaint charge charges claim claims accusation allegations measure measures law bill order sanctions strike strikes protest protests violence
    conflict crisis situation issue issues problem development developments result results study survey poll findings figure figures number toll increase rise
    fall change changes change launch test tests mission flight ship vessel plane aircraft train car vehicle building site area region city town village
    country nation company firm group team organisation organization agency department ministry authorities""".split()
)
_PEOPLE = frozenset(
    """minister ministers president presidents leader leaders official officials officer officers spokesman spokeswoman
    spokesperson man woman men women boy girl
    child children couple family victim victims suspect suspects defendant driver pilot actor actress singer star player players coach manager chief director
    chairman author writer candidate lawyer lawyers judge general admiral commander soldiers troops police researchers scientists experts analysts gunman gunmen shooter shooters attacker attackers assailant killer whistleblower
    residents workers students pair duo trio former latter two three side sides party parties country countries nation nations power powers government
    governments""".split()
)
_AFTER_SUBJECT = frozenset(
    """is was are were be been has have had will would can could may might must shall should do does did also then now
    later earlier still said says say told
    came comes come took takes take made makes make saw sees see went goes go gave gives give found finds find began begins begin left leaves
    held holds hold led leads lead met meets meet put puts set sets kept keeps keep ran runs run drew draws draw brought brings bring""".split()
)
_POSTMODIFIER = frozenset(
    "of for in on at to by from between with that which who whose against about over under near into among amid where".split()
)

# What joins a sentence to the one before, where a blank or a comma stands behind it; the first that fits counts.
_CONNECTIVES = """
but|and|or|nor|yet|so|however|moreover|furthermore|additionally|also|in addition|besides|meanwhile|nevertheless
nonetheless|still,|instead|therefore|thus|hence|consequently|as a result|as such|accordingly|then|since then|until then
by then|after that|before that|at the same time|at the time|at that time|afterwards|afterward|subsequently|in turn
in return|in response|in contrast|by contrast|by comparison|on the other hand|on the contrary|conversely|similarly
likewise|for example|for instance|in fact|indeed|of course|in other words|that said|even so|either way|rather,|otherwise
finally,|lastly|first,|firstly|second,|secondly|third,|thirdly|next,|earlier,|later,|previously,|separately|elsewhere
there,|here,|here is|here are|here’s|here's|at the end,|in the end,|further,|further reinforcing|further to
further complicating|echoing|another|others|neither|either|one of them|one of these|one of those|some of them
some of these|some of those|most of them|most of these|most of those|the same|so far,|to that end|to this end|as for
not only that|on top of that|along with that|despite that|because of that|while there|once there
"""
_LONGEST_CONNECTIVE = 24  # characters


def _by_first_letters(phrases: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases.strip().replace("\n", "|").split("|"):
        found[phrase[:2]] = (*found.get(phrase[:2], ()), phrase)
    return found


_CONNECTIVES_BY_FIRST_LETTERS = _by_first_letters(_CONNECTIVES)
_CONNECTIVE_INSIDE = re.compile(
    r"^[^,.;:]{1,60}, (?:however|therefore|meanwhile|in turn|too|for (?:his|her|its|their) part|on the other hand|by contrast|though|instead),",
    re.I,
)
_PRONOUN_FIRST = re.compile(
    r"(?:he|she|it|they|we|i|you|his|hers?|its|their|our|my|your|him|them|who|which|whose|whom)(?=[\s,’'])", re.I
)
# "It is the study of how …": a noun after it, so that "it" stands for something; "the first time that" is no such noun.
_IT_IS_THING = rare(
    r"it(?:’s|'s| is| was) (?:a|an|the)\b(?! (?:first|second|third|last|only|latest|biggest|worst))", re.I
)
_SPEAKER_S_OWN = re.compile(r"(?:we|i|our|my|you|your)(?=[\s,’'])", re.I)
_MARKS = "“\"‘'«„「"
# An object cannot be its own subject: "Berg called him a liar".
_HIM = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'.-]*\s+){1,3}(?:(?:has|had|will|would|might|may|could|can|did|also)\s+)*\w+\s+(?:him|them)\b"
)
# “…,” he tweeted: the speaker is nobody yet.
_HE = signs("he she they")
_HE_SAID = re.compile(r"[”\"’»]\s+(?:he|she|they)\s+(?:(?:also|later|then|had|has)\s+)?\w+")
_EXPLETIVE = re.compile(
    r"it(?:’s|'s| is| was| has been| will be| would be| remains| seems| appears| became| emerged| took)\b(?:(?!\b(?:he|she|they)\b)[^.]){0,60}?\b(?:that|to|whether|why|how|if|who|until|before|when|clear|unclear|for)\b",
    re.I,
)
_POINTING_FIRST = re.compile(rf"(?:this|that|these|those|such)\b(?!\s+(?:{_TIME})\b)(?!\s+who\b)", re.I)
_POINTERS = signs("this these those such")
_POINTING = re.compile(
    rf"\b(?:this|these|those|such)\s+(?!(?:{_TIME})s?\b|as\b|a\b|an\b|who\b|of\b|in\b|from\b|with\b)([a-z][\w’'-]*(?:\s+[\w’'-]+){{0,3}})",
    re.I,
)
_BOTH = re.compile(r"both\s+((?:[a-z’'-]+\s+){0,2}[a-z’'-]+s|(?:[a-z’'-]+\s+){0,2}(?:men|women|people))\b(?!\s+and\b)")
_TWO = re.compile(
    r"\b(?:the (?:two|three|four|five|respective)|both) (?:[a-z’'-]+ ){0,2}?(countries|nations|states|powers|capitals|neighbou?rs|allies"
    r"|sides|leaders|ministers|men|women|parties|presidents|companies|teams|groups|officials)\b(?! and\b)"
)
_OF_STATES = frozenset("countries nations states powers capitals neighbours neighbors allies".split())
_OWNERS = signs("he she his her him they their them its it")
_HIS = re.compile(r"\b(he|she|his|her|him|they|their|them|its|it)\b", re.I)
NAME = re.compile(r"(?<![\w’'.])[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][\w’'.-]*[\w’']")
_TOKEN = re.compile(r"[\w’'.-]*[\w’']|[,;:]")
_PREPOSITION_FIRST = re.compile(
    r"(?:in|on|at|during|after|before|following|since|as|with|under|by|despite|ahead|prior|throughout|until)\b[^,]{0,80},",
    re.I,
)
_WHEN = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{4}$|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_DEFINITE = re.compile(r"\bthe\s+(?:[a-z’'-]+\s+)?([a-z]+)\b(?=\s+(\w+)|[,.;:])")
_ALSO = re.compile(r"\b(?:also|too|therefore|again|further)\b")
_END = re.compile(r"[.!?…。！？؟।][”\"’'»」)\]]*$")
_DEFINES = frozenset("of between from against who that which".split())
_DETERMINERS = {"the", "a", "an", "both", "all", "each", "no", "some", "any", "its", "their", "his", "her"}

# Openings that point back, in other languages; the rules above are for English.
_POINTING_ELSEWHERE: dict[str, re.Pattern[str]] = {
    language: rare(rf"(?:{words})(?=[\s,،’']|$)", re.I)
    for language, words in {
        "fr": "il(?! (?:y a|faut|(?:n[’'])?est (?:peu |pas |plus |encore |très )?(?:probable|possible|clair|impossible|nécessaire|question|prévu|interdit)))|elle|ils|elles|ce|cet|cette|ces|cela|ça|celui-ci|celle-ci|ceux-ci|mais|et|cependant|toutefois|pourtant|ainsi|puis|ensuite|donc|son|sa|ses|leur|leurs|en outre|de plus|par ailleurs|selon (?:lui|elle|eux|elles)|d[’'](?:une|autre) part|c[’']est|c[’']était|l[’'](?:un|une) d[’'](?:eux|elles)|en revanche|en effet|pour sa part|à cet égard",
        "de": "er|sie|es|dieser?|dieses|diese[nm]|das|jene[rs]?|sein|seine|ihre?|aber|und|doch|jedoch|dann|danach|damit|dabei|dazu|deshalb|daher|außerdem|zudem|allerdings|dennoch|trotzdem|laut (?:ihm|ihr|ihnen)|ihm zufolge|ihr zufolge|hingegen|dagegen|gleichzeitig|unterdessen|solche[rsnm]?",
        "es": "él|ella|ellos|ellas|este|esta|estos|estas|esto|ese|esa|eso|aquel|pero|y|sin embargo|además|entonces|luego|su|sus|así|también|por ello",
        "it": "egli|ella|lui|lei|essi|loro|questo|questa|questi|queste|quello|ma|e|però|tuttavia|inoltre|poi|quindi|così|suo|sua|suoi",
        "pt": "ele|ela|eles|elas|este|esta|estes|estas|isso|isto|esse|essa|mas|e|porém|contudo|além disso|então|depois|seu|sua|assim|também",
        "nl": "hij|zij|ze|het|dit|deze|dat|die|maar|en|echter|toch|daarna|daarom|bovendien|ook|zijn|haar|hun",
        "pl": "on|ona|ono|oni|one|ten|ta|to|ci|te|ale|i|jednak|jednakże|potem|następnie|dlatego|ponadto|jego|jej|ich|także",
        "cs": "on|ona|ono|oni|ten|ta|to|ti|tyto|tato|tento|toto|ale|a|však|avšak|potom|poté|proto|navíc|jeho|její|jejich|také|podle (?:něj|něho|ní|nich)|kromě toho|přesto|zároveň|naopak|takov(?:ý|á|é)",
        "ru": "он|она|оно|они|этот|эта|это|эти|тот|та|те|но|и|однако|затем|потом|поэтому|кроме того|также|его|её|ее|их|при этом|по (?:его|её|ее|их) словам|ранее (?:он|она|они)|такой|такая|такое|такие|тем не менее|между тем|в то же время|напротив",
        "uk": "він|вона|воно|вони|цей|ця|це|ці|той|та|ті|але|і|й|однак|потім|тому|крім того|також|його|її|їх|при цьому|за (?:його|її|їхніми|їх) словами|проте|водночас|утім|втім|такий|така|таке|такі|тим часом|тим не менше|зі свого боку",
        "el": "αυτός|αυτή|αυτό|αυτοί|αυτές|αυτά|εκείνος|εκείνη|αλλά|και|όμως|ωστόσο|έπειτα|επίσης|επιπλέον|έτσι|σύμφωνα με τον ίδιο|σύμφωνα με την ίδια|ο ίδιος|η ίδια|παράλληλα|ακόμη|αντίθετα|εν τω μεταξύ|τέτοι(?:ος|α|ο)",
        "ar": "هو|هي|هم|هذا|هذه|ذلك|تلك|هؤلاء|لكن|ولكن|كما|وأضاف|وقال|وأضافت|وقالت|ثم|و(?:أكد|أوضح|أشار|تابع|ذكر|شدد|لفت|بيّن|اعتبر|رأى)ت?(?= (?:أن|إن|أنه|أنها|بأن|إلى أن|على أن))|من (?:جهته|جهتها|جانبه|جانبها)|غير أن|إلا أن|ومع ذلك|ورغم ذلك|وكان(?:ت)? قد|وبدوره|في المقابل|إلى ذلك|وهو|وهي|وهذا|وهذه",
        "he": "הוא|היא|הם|הן|זה|זאת|זו|אלה|אלו|אבל|אך|אולם|לכן|כמו כן|בנוסף|לדבריו|לדבריה|לדבריהם|לדעתו|עם זאת|לעומת זאת|[א-ת]+ (?:זה|זו|זאת|אלה|אלו)|מנגד|יחד עם זאת|בתוך כך|והוא|והיא",
        "hi": "वह|वे|यह|ये|इस|इसके|इसका|इन|उस|उसके|उन्होंने|उसने|उनके|लेकिन|और|परन्तु|हालांकि|फिर|हालाँकि|वहीं|उनकी|उसकी|उसका|उसे|उन्हें|इसी|इसलिए|जबकि|साथ ही",
    }.items()
}
_CJK_POINTING = rare(
    r"[「『“‘（(]?(?:他们|她们|它们|他|她|它|这|那|该|此|其|但是|但|不过|然而|而且|而|因此|所以|另外|此外|同时|随后|据他|据她|据其|据此|对此|与此同时|为此|彼|彼女|彼ら|同氏|同社|同省|同庁|同日|なお|これ|それ|この|その|こうした|しかし|また|そして|だが|さらに|一方)"
)


@lru_cache(maxsize=1 << 12)
def opening(text: str, language: str = "en") -> Opening | None:
    """Why this text does not stand alone, or None."""
    bare = text.lstrip(" \u00a0“”\"'‘’«»„([—–-")
    if language in {"zh", "ja"}:
        return Opening("points back", bare[:4]) if _CJK_POINTING.match(text) else None
    if language != "en":
        pattern = _POINTING_ELSEWHERE.get(language)
        match = pattern.match(bare) if pattern else None
        return Opening("points back", match.group()) if match else None
    if (
        not _HE.isdisjoint(heads(text))
        and (match := _HE_SAID.search(text))
        and not _people_named(_outside(text[: match.start() + 1]))
    ):
        return Opening("a pronoun", match.group())
    if text[:1] in _MARKS and _SPEAKER_S_OWN.match(bare) and any(q.end < len(text) - 2 for q in quotations(text)[:1]):
        return None  # “We have lost three harvests,” said …
    return _opens_badly(bare) or _points_inside(bare)


def _opens_badly(bare: str) -> Opening | None:
    if bare.startswith(("Both", "both")) and (match := _BOTH.match(bare[:1].lower() + bare[1:])):
        return Opening("both of whom", bare[: match.end()], (match.end(), 2))
    if phrase := _connective(bare):
        return None if _is_time_phrase(bare, len(phrase)) else Opening(JOINS, phrase)
    if match := _CONNECTIVE_INSIDE.match(bare):
        return Opening(JOINS, match.group())
    if match := _PRONOUN_FIRST.match(bare):
        if _EXPLETIVE.match(bare) and not _IT_IS_THING.match(bare):
            return None
        one = match.group().casefold() in {"he", "she"}
        return Opening("a pronoun", match.group(), (match.end(), 1) if one else None)
    if match := _POINTING_FIRST.match(bare):
        return Opening("a pointing word", match.group())
    return _definite_subject(bare)


def _connective(bare: str) -> str:
    """The phrase that joins, as it stands, or nothing."""
    low = bare[: _LONGEST_CONNECTIVE + 1].lower()
    found = (p for p in _CONNECTIVES_BY_FIRST_LETTERS.get(low[:2], ()) if low.startswith(p) and _parted(low[len(p) :]))
    return bare[: len(next(found, ""))]


def _parted(following: str) -> bool:
    return following[:1] == "," or following[:1].isspace()


def _is_time_phrase(bare: str, end: int) -> bool:
    return bool(re.match(rf",?\s*(?:this|last|next|in|on)\s+(?:{_TIME}|\d)", bare[end:], re.I)) and bare[
        :5
    ].casefold() in {"later", "earli"}


def _definite_subject(bare: str) -> Opening | None:
    """ "The meeting also …", "The two sides …", "The Russian delegation was …": a definite subject that nothing after
    it defines.
    """
    tokens = [match.group() for match in _TOKEN.finditer(bare[:160])]
    if len(tokens) < 3 or tokens[0].casefold() not in {"the", "both", "all", "each"}:
        return None
    if tokens[0].casefold() != "the":
        return None
    named = False
    for i, token in enumerate(tokens[1:6], 1):
        following = tokens[i + 1].casefold() if i + 1 < len(tokens) else "."
        word = token.casefold()
        known = word in _EVENTS or (word in _PEOPLE and not named)
        ends_here = (
            following in _AFTER_SUBJECT
            or following in {",", ".", ";"}
            or (following not in _EVENTS | _PEOPLE and (following.endswith(("ed", "s")) or word.endswith("s")))
        )
        dated = following in {"on", "in"} and i + 2 < len(tokens) and _WHEN.match(tokens[i + 2]) is not None
        if known and (dated or (ends_here and following not in _POSTMODIFIER)):
            return Opening("a definite subject", " ".join(tokens[: i + 1]))
        if following in _POSTMODIFIER or following in _AFTER_SUBJECT or token in {",", ";", ":"}:
            return None
        named = named or token[:1].isupper()
    return None


def _points_inside(bare: str) -> Opening | None:
    begun = heads(bare)
    for match in () if _POINTERS.isdisjoint(begun) else _POINTING.finditer(bare):
        if not _resolved(bare, match):
            return Opening("a pointing word", match.group())
    for match in _TWO.finditer(bare):
        if not _two_named(bare[: match.start()], match.group(1)) and not _explained(bare[match.end() :]):
            return Opening("two of whom", match.group())
    if (first := _PREPOSITION_FIRST.match(bare)) and (events := _bare_events(first.group())):
        return Opening("a definite event", events[-1])
    if ("him" in begun or "them" in begun) and (him := _HIM.match(bare)):
        return Opening("a pronoun", him.group())
    return _pronoun_before_name(bare)


def _outside(text: str) -> str:
    """The text without what stands between quotation marks."""
    for quotation in reversed(quotations(text)):
        text = f"{text[: quotation.start]} {text[quotation.end :]}"
    return text


def _two_named(before: str, noun: str) -> bool:
    named = _named(before)
    states = {name for name in named if state_of(name)}
    return len(states if noun in _OF_STATES else named) >= 2


def _bare_events(text: str) -> list[str]:
    """ "the visit", "the last day of the exercise": definite events that nothing after them defines."""
    return [m.group() for m in _DEFINITE.finditer(text) if m.group(1) in _EVENTS and not _defined(m.group(2))]


def _defined(following: str | None) -> bool:
    """A word after the event that says which it is: "the talks on fishing", "the exercise began"."""
    return following is not None and (following.casefold() in _POSTMODIFIER or following[0].islower())


def loose_ends(text: str) -> int:
    """What a reader of this sentence alone would still ask: "following the visit" (which?), "also" (beside what?)."""
    return len(_bare_events(text)) + bool(_ALSO.search(text[:60]))


def _explained(after: str) -> bool:
    return bool(re.match(r"\s*(?:of|in|that|which|who|from|with)\b", after))


def _resolved(bare: str, match: re.Match[str]) -> bool:
    """Whether what "these talks" point to stands in the sentence: a phrase after it, the noun before it, or a
    quotation round it.
    """
    if any(span.start < match.start() < span.end for span in quotations(bare)):
        return True
    phrase = match.group(1).casefold().split()
    if any(word in _DEFINES for word in phrase[1:]) or phrase[0].endswith(("’s", "'s")):
        return True
    before = {stem(word.casefold()) for word in re.findall(r"[\w’'-]+", bare[: match.start()])}
    return any(stem(word) in before for word in phrase[:2])


def _named(text: str) -> set[str]:
    """Distinct capitalised words, states folded ("Chinese", "Beijing" -> China)."""
    return {
        state_of(m.group()) or m.group().removesuffix("’s").removesuffix("'s")
        for m in NAME.finditer(text)
        if m.group().casefold() not in _DETERMINERS
    }


def _pronoun_before_name(bare: str) -> Opening | None:
    """ "According to him, …", "In their talks, the …": a pronoun before anything that it could stand for."""
    match = None if _OWNERS.isdisjoint(heads(bare)) else _HIS.search(bare)
    if match is None or any(span.start < match.start() < span.end for span in quotations(bare)):
        return None
    before = bare[: match.start()]
    nouns = [m.group() for m in re.finditer(r"[\w’'-]+", before)]
    if len(nouns) > 6 or _EXPLETIVE.match(bare[match.start() :]):
        return None
    if match.group().casefold() in _OF_PERSONS:
        held = any(word.casefold() in _PEOPLE for word in nouns) or any(
            not state_of(n) and n.casefold() not in _LOWER_OPENERS for n in _people_named(before)
        )
    else:
        held = bool(_named(before) - {w.capitalize() for w in _LOWER_OPENERS}) or any(
            word.casefold() in _PEOPLE | _EVENTS or (len(word) > 3 and word.casefold().endswith("s")) for word in nouns
        )
    if held:
        return None
    # Cataphora: "In his opening remarks, Smith emphasised …".
    return None if re.search(r",\s+[A-ZÀ-Þ]", bare[match.end() :]) else Opening("a pronoun", match.group())


_OF_PERSONS = frozenset({"he", "she", "his", "her", "him"})


_CAPITALISED = re.compile(r"[A-ZÀ-ÞА-ЯΑ-Ω][\w’'.-]*(?:[ \u00a0][A-ZÀ-ÞА-ЯΑ-Ω][\w’'.-]*)*")


def _people_named(text: str) -> list[str]:
    """Capitalised names that can be a person's: none that holds the word of a body ("Sputnik News")."""
    return [run for run in _CAPITALISED.findall(text) if not any(word.casefold() in BODIES for word in run.split())]


_LOWER_OPENERS = frozenset(
    """in on at by for with from to of as after before during despite according following since under if when while
    although though because once until
    where what how why not even given unlike like among amid beyond without within through about above over upon there many most some several all few none much half part""".split()
)


# "Y., is set to …": what is left of a sentence that was cut behind an abbreviation.
_CUT_INITIAL = re.compile(r"\w\.,|\w\. [a-z]")


def is_whole(text: str, language: str = "en") -> bool:
    """A sentence with an end, a capital or a figure at its head, and enough words to say something."""
    bare = text.lstrip("“”\"'‘’«»„([—–- \u00a0")
    if not bare or not _END.search(text.rstrip()):
        return False
    if bare[0].islower() or _CUT_INITIAL.match(bare):
        return False
    return word_count(text, language) >= (8 if language in {"zh", "ja"} else 5)


def names_persons(why: Opening) -> bool:
    """The opening means persons, so that their names could stand in brackets behind it."""
    last = why.phrase.split()[-1].casefold()
    return last in {"he", "she"} or last in _PEOPLE - {
        "sides",
        "parties",
        "countries",
        "nations",
        "powers",
        "governments",
    }
