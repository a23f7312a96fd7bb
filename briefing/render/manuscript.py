"""The brief as a DOCX to go on writing in: styles instead of formats, headings, a numbered list of the sources.

A citation is a link to its source in that list. See ECMA-376, part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from briefing.config import Config
from briefing.evidence import Evidence
from briefing.render.drawing import as_png
from briefing.render.logo import Logo, logo
from briefing.render.measure import is_rtl
from briefing.render.page import checked_accent
from briefing.render.phrases import Phrases, Runs, row
from briefing.render.plain import flowing, is_link, isolated
from briefing.render.screen import Row, Screen
from briefing.schema import Document

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

SERIF, SANS = "Cambria", "Calibri"
INK, SOFT = "15181C", "565D66"
PAPERS = {"A4": (11906, 16838), "Letter": (12240, 15840)}  # twentieths of a point
MARGIN = 1134  # 20 mm
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Look(NamedTuple):
    """Of a style: points, and a colour as rrggbb, "" for the accent."""

    font: str
    size: float
    colour: str = INK
    bold: bool = False
    before: float = 0
    after: float = 0
    indent: float = 0


PARAGRAPHS = {
    "Title": Look(SERIF, 20, bold=True, after=2),
    "Subtitle": Look(SANS, 10, SOFT),
    "Heading 1": Look(SANS, 11, "", bold=True, before=14, after=2),
    "Heading 2": Look(SERIF, 14, bold=True, before=12),
    "Heading 3": Look(SANS, 10, before=6, after=2),
    "Our Words": Look(SANS, 10, SOFT, after=4),
    "Key Reporting": Look(SERIF, 13, after=6),
    "Quotation": Look(SERIF, 11, after=6),
    "Side": Look(SERIF, 11, after=4, indent=14),
    "Source": Look(SANS, 10, after=3),
    "Handling Mark": Look(SANS, 12, bold=True),
}
CHARACTERS = {
    "Ours": Look(SANS, 9, SOFT),
    "Label": Look(SANS, 10, bold=True),
    "Citation": Look(SANS, 8, ""),
}
STYLE_OF = {"cite": "Citation", "words": "Ours", "added": "Ours", "strong": "Label"}


def manuscript(document: Document, config: Config) -> bytes:
    """The DOCX; the same document gives the same bytes."""
    import docx

    phrases, accent = flowing(document, config.page.templates), checked_accent(config)[1:].upper()
    writer = Writer(docx.Document(), phrases, accent, logo(document, config.page))
    writer.prepare(config.page.paper)
    writer.write()
    return timeless(writer.docx)


@dataclass(frozen=True, slots=True)
class Writer:
    """`accent` is rrggbb."""

    docx: Docx
    phrases: Phrases
    accent: str
    picture: Logo | None

    @property
    def document(self) -> Document:
        return self.phrases.document

    # what stands in it, in the order of the page

    def write(self) -> None:
        say, screen = self.phrases.words.say, Screen(self.phrases, Evidence(level="none"))
        self.masthead()
        self.paragraphs(say("section.corrected"), "Quotation", screen.corrections())
        if entries := screen.key_reporting():
            self.add("Heading 1", say("section.key_reporting"))
            for entry in entries:
                self.quote("Key Reporting", entry.runs)
        for theme in screen.themes():
            self.add("Heading 2", theme.label)
            self.add("Our Words", theme.meta)
            for entry in theme.points:
                self.quote("Quotation", entry.runs)
        self.beside_points(screen)
        self.sources(screen.sources())
        self.add("Our Words", self.phrases.footer())

    def masthead(self) -> None:
        section = self.docx.sections[0]
        for place in (section.header, section.footer) if self.document.tlp else ():
            paragraph = place.paragraphs[0]
            paragraph.style = self.docx.styles["Handling Mark"]
            self.say(paragraph, self.document.tlp)
        self.logo()
        self.add("Subtitle", self.phrases.joined(filter(None, self.phrases.above_title())))
        self.add("Title", self.document.title)
        self.add("Our Words", self.phrases.truth())

    def logo(self) -> None:
        """A picture in a paragraph of its own, above everything else."""
        from docx.shared import Pt

        if not self.picture:
            return
        paragraph = self.docx.add_paragraph(style="Subtitle")
        shape = paragraph.add_run().add_picture(BytesIO(as_png(self.picture)), height=Pt(self.picture.height))
        shape._inline.docPr.set("descr", self.phrases.words.say("masthead.logo"))  # noqa: SLF001

    def beside_points(self, screen: Screen) -> None:
        say = self.phrases.words.say
        if differ := screen.differ():
            self.add("Heading 1", say("section.differ"))
            for one in differ:
                self.quote("Heading 3", one.label)
                for quoted in (quoted for side in one.sides for quoted in side):
                    self.quote("Side", quoted)
            if more := self.phrases.more_differ():
                self.add("Our Words", more)
        self.paragraphs(say("section.comment"), "Our Words", screen.comment())
        self.paragraphs(self.phrases.changes_heading(), "Quotation", screen.changes())
        self.paragraphs(say("section.people"), "Quotation", screen.people())
        if timeline := screen.timeline():
            self.add("Heading 1", say("section.timeline"))
            for event in timeline:
                heading = self.add("Heading 3", event.date, "Label")
                self.say(heading, f" {event.basis}" if event.date else event.basis, "Ours")
                self.quote("Quotation", event.runs)

    def paragraphs(self, heading: str, style: str, entries: tuple[Runs, ...]) -> None:
        """A part of a paragraph an entry; nothing where there is none."""
        if entries:
            self.add("Heading 1", heading)
        for runs in entries:
            self.quote(style, runs)

    def sources(self, rows: tuple[Row, ...]) -> None:
        """Numbered by the list itself, each with the bookmark that its citations lead to."""
        heading = self.add("Heading 1", self.phrases.words.say("section.sources"))
        if same := self.phrases.same_for_all():
            self.say(heading, f" {same}", "Ours")
        for source in rows:
            paragraph = self.add("Source", "")
            self.mark(paragraph, source)
            url = source.href if is_link(source.href) else ""
            self.link(paragraph, source.title, url=url) if url else self.say(paragraph, source.title, lang=source.lang)
            facts = self.phrases.joined(filter(None, (source.date, source.note)))
            self.say(paragraph, f" {facts}", "Ours")

    # paragraphs and runs

    def add(self, style: str, text: str, character_style: str = "") -> Paragraph:
        paragraph = self.docx.add_paragraph(style=style)
        if text:
            self.turn(paragraph, text)
            self.say(paragraph, text, character_style)
        return paragraph

    def turn(self, paragraph: Paragraph, text: str) -> None:
        """From right to left, where the text is written so."""
        if is_rtl(text):
            paragraph._p.get_or_add_pPr().append(element("w:bidi"))  # noqa: SLF001  python-docx has no name for it

    def quote(self, style: str, runs: Runs) -> None:
        paragraph = self.docx.add_paragraph(style=style)
        self.turn(paragraph, "".join(run.text for run in runs))
        for run in runs:
            if run.kind == "cite":
                self.link(paragraph, run.text, to=row(int(run.text.strip("[]"))), style="Citation")
            else:
                self.say(paragraph, run.text, STYLE_OF.get(run.kind, ""), lang=run.lang)

    def say(self, paragraph: Paragraph, text: str, style: str = "", lang: str = "") -> None:
        paragraph._p.append(self.run(text, style, lang))  # noqa: SLF001

    def run(self, text: str, style: str = "", lang: str = "") -> Any:
        run = element("w:r")
        about = element("w:rPr")
        if style:
            about.append(element("w:rStyle", val=self.docx.styles[style].style_id))
        if is_rtl(text):
            about.append(element("w:rtl"))
        if lang:
            about.append(element("w:lang", val=lang, eastAsia=lang, bidi=lang))
        if len(about):
            run.append(about)
        words = element("w:t")
        words.text = in_one_line(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        return run

    def link(self, paragraph: Paragraph, text: str, *, to: str = "", url: str = "", style: str = "") -> None:
        """To a bookmark of the document or to an address."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        link = element("w:hyperlink", anchor=to, history="1") if to else element("w:hyperlink", history="1")
        if url:
            link.set(name("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(self.run(text, style))
        paragraph._p.append(link)  # noqa: SLF001

    def mark(self, paragraph: Paragraph, source: Row) -> None:
        """A bookmark at the paragraph's start, by the name that citations use."""
        number = str(source.number)
        paragraph._p.append(element("w:bookmarkStart", id=number, name=row(source.number)))  # noqa: SLF001
        paragraph._p.append(element("w:bookmarkEnd", id=number))  # noqa: SLF001

    # styles, page, properties

    def prepare(self, paper: str) -> None:
        for style, look in PARAGRAPHS.items():
            self.dress(self.style(style, paragraph=True), look)
        for style, look in CHARACTERS.items():
            self.dress(self.style(style, paragraph=False), look)
        self.number_sources()
        self.set_paper(paper)
        self.set_properties()

    def style(self, known: str, *, paragraph: bool) -> Any:
        from docx.enum.style import WD_STYLE_TYPE

        styles = self.docx.styles
        if known in styles:
            return styles[known]
        made: Any = styles.add_style(known, WD_STYLE_TYPE.PARAGRAPH if paragraph else WD_STYLE_TYPE.CHARACTER)
        made.quick_style = True
        if paragraph:
            made.base_style = styles["Normal"]
        return made

    def dress(self, style: Any, look: Look) -> None:
        from docx.shared import Pt, RGBColor

        font = style.font
        font.size, font.bold, font.italic = Pt(look.size), look.bold, False
        font.color.rgb = RGBColor.from_string(look.colour or self.accent)
        about = style.element.get_or_add_rPr()
        for old in about.findall(name("w:rFonts")):  # those of the theme would win
            about.remove(old)
        about.insert(0, element("w:rFonts", ascii=look.font, hAnsi=look.font, cs=look.font))
        for tag in ("w:spacing", "w:kern", "w:bCs", "w:iCs", "w:szCs"):
            for old in about.findall(name(tag)):
                about.remove(old)
        for tag in ("w:b", "w:sz"):  # the same for scripts that Word counts as complex
            for known in about.findall(name(tag)):
                known.addnext(element(f"{tag}Cs", **{key.partition("}")[2]: value for key, value in known.items()}))
        if hasattr(style, "paragraph_format"):
            layout = style.paragraph_format
            layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
            layout.left_indent, layout.line_spacing = Pt(look.indent), 1.15
            for rule in style.element.pPr.findall(name("w:pBdr")):
                style.element.pPr.remove(rule)

    def number_sources(self) -> None:
        """A list whose numbers look like the citations; the style carries it."""
        numbering = self.docx.part.numbering_part.element
        number = str(1 + max(int(a.get(name("w:abstractNumId"))) for a in numbering.findall(name("w:abstractNum"))))
        level = element("w:lvl", ilvl="0")
        style = self.docx.styles["Source"]
        for tag, value in {
            "w:start": "1",
            "w:numFmt": "decimal",
            "w:pStyle": style.style_id,
            "w:lvlText": "[%1]",
            "w:lvlJc": "left",
        }.items():
            level.append(element(tag, val=value))
        about = element("w:pPr")
        about.append(element("w:ind", left="454", hanging="454"))
        level.append(about)
        abstract = element("w:abstractNum", abstractNumId=number)
        abstract.append(element("w:multiLevelType", val="singleLevel"))
        abstract.append(level)
        numbering.insert(0, abstract)
        list_id = numbering.add_num(int(number)).numId
        layout: Any = style.element.get_or_add_pPr()
        layout.get_or_add_numPr().get_or_add_numId().val = list_id
        for indent in layout.findall(name("w:ind")):  # the list's own
            layout.remove(indent)

    def set_paper(self, paper: str) -> None:
        from docx.shared import Twips

        section = self.docx.sections[0]
        section.page_width, section.page_height = map(Twips, PAPERS[paper])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(MARGIN)

    def set_properties(self) -> None:
        """What the file says of itself: the title, what made it, the instant that it is of."""
        known, moment = self.docx.core_properties, datetime.fromisoformat(self.document.as_of).replace(tzinfo=None)
        known.title, known.author = in_one_line(self.document.title)[:255], self.document.made_by
        known.last_modified_by, known.comments, known.keywords, known.revision = self.document.made_by, "", "", 1
        known.created = known.modified = moment
        known.language = self.phrases.words.language
        language = element("w:lang", val=known.language, eastAsia=known.language, bidi=known.language)
        defaults = self.docx.styles.element.find(f".//{name('w:rPrDefault')}/{name('w:rPr')}")
        for old in defaults.findall(name("w:lang")):
            defaults.remove(old)
        defaults.append(language)


def in_one_line(text: str) -> str:
    """Without what XML cannot hold; a text's directions never reach beyond it."""
    return isolated(re.sub(r"[\t\n\r]+", " ", _NOT_XML.sub("", text)))


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of the same namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(name(f"w:{key}"), value)
    return made


def name(prefixed: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(prefixed))


def timeless(docx: Docx) -> bytes:
    """The file without the template's picture, and with one date for all that is in it."""
    package = docx.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    saved, result = BytesIO(), BytesIO()
    docx.save(saved)
    with ZipFile(saved) as before, ZipFile(result, "w") as after:
        for entry in before.namelist():
            after.writestr(ZipInfo(entry, LONG_AGO), before.read(entry), ZIP_DEFLATED)
    return result.getvalue()
