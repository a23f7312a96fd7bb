"""Made briefs of every shape, drawn from a seed: what a page has to hold. No sentence of them means anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from briefing.types import Article, Brief, Disagreement, Event, KeyPoint, Person, Theme
from tests import builders as make

# Words of many scripts, and how a sentence of them ends.
SCRIPTS: dict[str, tuple[str, str, str]] = {
    "en": (
        "ministry river grain agreement harbour the of and reported delegation said offer price winter bridge",
        " ",
        ".",
    ),
    "de": (
        "Ministerium Fluss Getreide Vereinbarung Hafen der die und Abordnung sagte Verkehrsinfrastruktur Preis",
        " ",
        ".",
    ),
    "ru": ("министерство река зерно соглашение порт и в на сообщила делегация предложение цена зима мост", " ", "."),
    "el": ("υπουργείο ποταμός σιτηρά συμφωνία λιμάνι και του ανέφερε αντιπροσωπεία προσφορά τιμή χειμώνας", " ", "."),
    "ar": ("الوزارة النهر الحبوب اتفاق الميناء في من أعلن الوفد عرض السعر الشتاء الجسر", " ", "."),
    "he": ("המשרד הנהר תבואה הסכם הנמל של את דיווח המשלחת הצעה מחיר חורף גשר", " ", "."),
    "hi": ("मंत्रालय नदी अनाज समझौता बंदरगाह और का ने बताया प्रतिनिधिमंडल प्रस्ताव कीमत सर्दी पुल", " ", "।"),
    "zh": ("部门 河流 粮食 协议 港口 和 的 报道 代表团 提议 价格 冬季 桥梁", "", "。"),
    "ja": ("省庁 川 穀物 合意 港 と の 報道 代表団 提案 価格 冬 橋 について", "", "。"),
}
EMOJI = ("🌾", "🚢", "📈", "🕊️")
KINDS = ("number", "date", "name", "scope", "negation", "certainty", "attribution", "denial")


class Composition(NamedTuple):
    name: str
    brief: Brief
    paper: str
    layout: str


LAYOUTS = ("executive", "wire", "note")


def compositions(count: int, seed: int = 1, layout: str = "executive") -> Iterator[Composition]:
    """The first of them are small and plain; every third one is drawn from scripts other than Latin. Without a layout
    they are shared out among the three.
    """
    for number in range(count):
        random = Random(f"{seed}:{number}")
        paper = random.choice(("A4", "Letter"))
        brief = composition(random, wild=number % 3 == 2, size=number)
        yield Composition(f"{number}-{paper}", brief, paper, layout or LAYOUTS[number // 3 % 3])


def ordinary(count: int, seed: int = 1, layout: str = "") -> Iterator[Composition]:
    """What a desk gets on most days: three to six themes of some sentences, more than the page holds."""
    for number in range(count):
        random = Random(f"ordinary:{seed}:{number}")
        articles = [_article(random, "en", i) for i in range(random.randrange(6, 14))]
        points = [_ordinary_point(random, i) for i in range(34)]
        themes = [
            make.theme(f"{_plain_sentence(random, random.randrange(1, 4))[:-1]} {i}", *points[4 + 5 * i : 9 + 5 * i])
            for i in range(random.randrange(3, 7))
        ]
        brief = make.brief(
            *themes,
            key=points[: random.choice((2, 3))],
            title=_plain_sentence(random, random.randrange(4, 9))[:-1],
            disagreements=tuple(_differ(random, articles, "en") for _ in range(random.choice((1, 2)))),
            timeline=tuple(_event(random, articles) for _ in range(random.choice((3, 5)))),
            people=tuple(_person(random, "en", articles) for _ in range(random.choice((3, 5)))),
            not_shown=random.randrange(40, 900),
        )
        paper = random.choice(("A4", "Letter"))
        yield Composition(f"ordinary {number}-{paper}", brief, paper, layout or LAYOUTS[number % 3])


def _ordinary_point(random: Random, number: int) -> KeyPoint:
    text = _plain_sentence(random, random.randrange(12, 32))
    title = _plain_sentence(random, random.randrange(4, 9))[:-1]
    article = make.article(text, title=title, origin_path=f"made/{number % 9}-{number}.txt", publisher="Made Times")
    said_by = make.named(random.choice(("named", "unnamed", "own voice")))
    return make.point(article, text, said_by=said_by, worth=round(random.random(), 6))


def _plain_sentence(random: Random, length: int) -> str:
    """English words alone."""
    words = SCRIPTS["en"][0].split()
    return " ".join(random.choice(words) for _ in range(length)).capitalize() + "."


def composition(random: Random, *, wild: bool, size: int) -> Brief:
    language = random.choice(sorted(SCRIPTS)) if wild else random.choice(("en", "en", "de"))
    articles = [
        _article(random, language, i) for i in range(min(200, random.choice((1, 2, 5, 12, 40, 200)) + size // 40))
    ]
    points = [_point(random, article) for article in articles]
    random.shuffle(points)
    key = [points.pop() for _ in range(min(len(points), random.choice((0, 1, 2, 3))))]
    themes = []
    for number in range(random.choice((1, 1, 2, 3, 4, 6, 12))):
        taken, points = points[: random.choice((1, 2, 3, 4))], points[4:]
        if taken:
            themes.append(_theme(random, language, number, taken, articles))
    return make.brief(
        *themes,
        key=key,
        title=_sentence(random, language, random.choice((3, 6, 14, 45)))[:-1],
        audience=random.choice(("", "Policy desk", "A" * 70)),
        tlp=random.choice(("", "", "TLP:AMBER+STRICT")),
        language="en",
        disagreements=tuple(_differ(random, articles, language) for _ in range(random.choice((0, 0, 1, 2)))),
        timeline=tuple(_event(random, articles) for _ in range(random.choice((0, 0, 3, 5, 8)))),
        people=tuple(_person(random, language, articles) for _ in range(random.choice((0, 0, 3, 9)))),
        not_shown=random.randrange(0, 9_000),
    )


def _article(random: Random, language: str, number: int) -> Article:
    text = " ".join(_sentence(random, language, random.choice((5, 12, 20, 28, 45, 120))) for _ in range(4))
    published = date(2025, 1, 1) + timedelta(days=random.randrange(300)) if random.random() < 0.5 else None
    return make.article(
        text,
        title=_sentence(random, language, random.choice((4, 9, 30)))[:-1] if random.random() < 0.6 else "",
        origin_path=f"made/{number:03}.txt",
        url="https://made.example/" + "a" * random.choice((10, 60, 380)) if random.random() < 0.6 else "",
        publisher=random.choice(("", "Made Times", "The Made Gazette of Record and Port News")),
        published=published,
        published_basis="stated" if published else "unknown",
        reliability=random.choice(("F", "F", "B")),
        complete=random.random() < 0.8,
        language=language,
    )


def _sentence(random: Random, language: str, length: int) -> str:
    words, blank, end = SCRIPTS[language]
    chosen = [random.choice(words.split()) for _ in range(length)]
    if random.random() < 0.08:
        chosen.insert(len(chosen) // 2, random.choice(EMOJI))
    if random.random() < 0.04:
        chosen.append("x" * 90)
    sentence = blank.join(chosen)
    return sentence[:1].upper() + sentence[1:] + end


def _point(random: Random, article: Article) -> KeyPoint:
    sentences = [
        s for s in article.text.replace("। ", "।\n").replace(". ", ".\n").replace("。 ", "。\n").split("\n") if s
    ]
    basis = random.choice(("named", "unnamed", "own voice"))
    flags = ("hedged",) if random.random() < 0.3 else ()
    support = tuple(
        make.citation(article, sentences[-1], role) for role in ("support", "partial") if random.random() < 0.1
    )
    first = sentences[0]
    added = ((first.split()[-1], "the made minister"),) if random.random() < 0.2 and " " in first else ()
    worth = round(random.random(), 6)
    said_by = make.named(basis)
    return make.point(article, first, said_by=said_by, flags=flags, support=support, worth=worth, added=added)


def _theme(random: Random, language: str, number: int, points: list[KeyPoint], articles: list[Article]) -> Theme:
    label = f"{_sentence(random, language, random.choice((1, 3, 8)))[:-1]} {number}"
    return make.theme(label, *points, origins=random.randrange(1, len(articles) + 1))


def _differ(random: Random, articles: list[Article], language: str) -> Disagreement:
    sides = [make.citation(random.choice(articles), role="differs") for _ in range(random.choice((2, 2, 3)))]
    short = [
        make.citation(side.article, side.article.text[: random.choice((40, 130, 240))], "differs") for side in sides
    ]
    about = _sentence(random, language, random.choice((1, 4)))[:-1]
    return make.differ(
        about, *short, kind=random.choice(KINDS), between=random.choice(("versions", "texts", "parties"))
    )


def _event(random: Random, articles: list[Article]) -> Event:
    day = date(random.choice((2019, 2024, 2025)), 1, 1) + timedelta(days=random.randrange(360))
    length = random.choice((4, 7, 10))
    known = random.choice((None, day.isoformat()[:length], day.isoformat()[:length]))
    article = random.choice(articles)
    quote = article.text[: random.choice((24, 40, 160))].rstrip()
    basis = "unknown" if known is None else random.choice(("stated", "inferred"))
    return make.event(known, article, quote, basis=basis, said="" if known else "31 January")


def _person(random: Random, language: str, articles: list[Article]) -> Person:
    name = f"{_sentence(random, language, 1)[:-1]} {_sentence(random, language, 1)[:-1]}"
    office = _sentence(random, language, random.choice((1, 4, 9)))[:-1].lower()
    return make.person(name, office, *random.sample(articles, min(3, len(articles))), also=(name + "a",))
