"""What styles and lists are: headings by their outline, items by number or bullet (ECMA-376, part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from briefing.ingest.docx.package import Package

HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|заголовок|标题)\s*\d", re.IGNORECASE)
TITLE = frozenset({"title", "titel", "titre"})
CAPTION = frozenset({"caption", "beschriftung", "légende"})
CONTENTS = re.compile(r"toc(?: heading|\s*\d)|table of figures", re.IGNORECASE)
BODY_LEVEL = 9  # the outline level of running text
BULLET = "• "
LONGEST_DESCENT = 10  # styles that are based on each other

V = TypeVar("V")


def local(element: Any) -> str:
    """The element's name without its namespace: transitional and strict documents differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str:
    """An attribute, in whichever namespace."""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Any, *names: str) -> Any:
    """The first element of that way down, or None."""
    for name in names:
        element = next((inner for inner in element if local(inner) == name), None)
        if element is None:
            return None
    return element


def is_on(element: Any) -> bool:
    """A toggle: on when it is there and does not say otherwise."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Styles:
    """`uses` of styles by their ids, `lists` of styles that number or bullet their paragraphs: (list, level)."""

    uses: Mapping[str, str]
    lists: Mapping[str, tuple[str, int]]


def read_styles(package: Package) -> Styles:
    uses: dict[str, str] = {}
    lists: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for _, element in package.events(package.part("styles.xml"), ("end",)):
        if local(element) != "style":
            continue
        style = value(element, "styleId")
        if use := _use(_value_of(element, "name"), _value_of(element, "pPr", "outlineLvl")):
            uses[style] = use
        if numbering := list_of(child(element, "pPr")):
            lists[style] = numbering
        parents[style] = _value_of(element, "basedOn")
        element.clear()
    return Styles(_inherited(uses, parents), _inherited(lists, parents))


def _inherited(own: dict[str, V], parents: Mapping[str, str]) -> dict[str, V]:
    """With what a style has from the one that it is based on, and that one in turn."""
    found = dict(own)
    for style in parents:
        parent = style
        for _ in range(LONGEST_DESCENT):
            if parent in own:
                found[style] = own[parent]
                break
            parent = parents.get(parent, "")
    return found


def _value_of(element: Any, *names: str) -> str:
    inner = child(element, *names)
    return value(inner) if inner is not None else ""


def _use(name: str, level: str) -> str:
    if name.casefold() in TITLE:
        return "title"
    if name.casefold() in CAPTION:
        return "caption"
    if CONTENTS.match(name):
        return "contents"
    return "heading" if HEADING.match(name) or (level.isdecimal() and int(level) < BODY_LEVEL) else ""


def list_of(properties: Any) -> tuple[str, int] | None:
    """The list and level that paragraph properties name; ("0", 0) takes a paragraph out of its style's list."""
    numbering = child(properties, "numPr") if properties is not None else None
    number = child(numbering, "numId") if numbering is not None else None
    if number is None:
        return None
    deep = _value_of(numbering, "ilvl")
    return value(number), int(deep) if deep.isdecimal() else 0


@dataclass(slots=True)
class Lists:
    """Counts the items of numbered lists as they come."""

    formats: Mapping[tuple[str, int], str]
    counts: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def mark(self, number: str, level: int) -> str:
        """What stands before the next item: a bullet, or its number."""
        if self.formats.get((number, level), "bullet") in {"bullet", "none"}:
            return BULLET
        counts = self.counts[number]
        counts[level] += 1
        for deeper in [deep for deep in counts if deep > level]:
            del counts[deeper]
        return f"{counts[level]}. "


def read_lists(package: Package) -> Lists:
    abstract: dict[tuple[str, int], str] = {}
    numbers: dict[str, str] = {}
    for _, element in package.events(package.part("numbering.xml"), ("end",)):
        if local(element) == "abstractNum":
            for level in (inner for inner in element if local(inner) == "lvl"):
                form, deep = _value_of(level, "numFmt"), value(level, "ilvl")
                if form and deep.isdecimal():
                    abstract[value(element, "abstractNumId"), int(deep)] = form
            element.clear()
        elif local(element) == "num":
            numbers[value(element, "numId")] = _value_of(element, "abstractNumId")
    of_abstract: defaultdict[str, list[str]] = defaultdict(list)
    for number, abstract_number in numbers.items():
        of_abstract[abstract_number].append(number)
    return Lists({(n, level): form for (key, level), form in abstract.items() for n in of_abstract.get(key, ())})
