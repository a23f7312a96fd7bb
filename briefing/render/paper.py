"""HTML to PDF with WeasyPrint: our own assets from memory and nothing else, the same bytes on every run."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from briefing.config import Config
from briefing.errors import RenderError
from briefing.render.fonts import FACES, font_bytes
from briefing.render.logo import Logo, logo
from briefing.render.page import ASSET, html
from briefing.schema import Document

VARIANTS = {"ua-1": "pdf/ua-1", "a-3a": "pdf/a-3a"}

LOGO = f"{ASSET}logo"

# Margins for a script whose fallback font came out wider than its bound in fonts.py: less white, the same type.
TIGHT = "@page { margin-top: 6mm !important; margin-bottom: 6mm !important }"


class Attached(NamedTuple):
    name: str
    data: bytes
    description: str


def pdf(
    document: Document,
    config: Config,
    attachments: Sequence[Attached] = (),
    seen: Callable[[Any], object] = lambda _page: None,
) -> bytes:
    """One tagged page; RenderError when the page did not come out as one. `seen` is given each layout of it."""
    with _uncollected(), _fonts() as fonts:
        return _pdf(document, config, attachments, fonts, seen)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: a page makes many objects that all live until it is written."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _fonts() -> Iterator[Any]:
    """WeasyPrint's configuration of fonts, its files in a folder of ours: its own would stay until it is collected.

    Pango 1.50 keeps what fontconfig told it, 0.2 MB a page, after a map of fonts is gone: it is taken from it before.
    """
    from weasyprint.text.ffi import ffi, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    with TemporaryDirectory(prefix="briefing-") as folder:
        fonts = FontConfiguration()
        fonts._folder = Path(folder)  # noqa: SLF001
        try:
            yield fonts
        finally:
            pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", fonts.font_map), ffi.NULL)


def _pdf(
    document: Document,
    config: Config,
    attachments: Sequence[Attached],
    fonts: Any,
    seen: Callable[[Any], object],
) -> bytes:
    import weasyprint

    source, variant = html(document, config, medium="print"), VARIANTS[config.page.pdf]
    picture = logo(document, config.page)
    own = config.page.fonts
    page = laid_out(source, variant, fonts, picture=picture, folder=own)
    seen(page)
    if len(page.pages) != 1:
        page = laid_out(source, variant, fonts, TIGHT, picture, own)
        seen(page)
    if len(page.pages) != 1:
        raise RenderError(
            f"the page came out as {len(page.pages)} pages",
            why="a template or a font is larger than what the page was measured with",
            hint="Run `briefing templates check`, or leave page.templates empty",
        )
    moment = datetime.fromisoformat(document.as_of)
    page.metadata.attachments = [
        weasyprint.Attachment(
            string=attached.data,
            name=attached.name,
            description=attached.description,
            created=moment,
            modified=moment,
            relationship="Source" if attached.name.endswith(".json") else "Data",
        )
        for attached in attachments
    ]
    written: bytes = page.write_pdf(pdf_variant=variant, pdf_identifier=_identifier(document))
    return written


def laid_out(
    page: str, variant: str, fonts: Any = None, style: str = "", picture: Logo | None = None, folder: str = ""
) -> Any:
    """WeasyPrint's document, its pages counted and not yet written; `style` is added to the page's own."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fetcher = _fetcher(picture, folder)
    source = weasyprint.HTML(string=page, base_url=None, url_fetcher=fetcher)
    try:
        styles = [weasyprint.CSS(string=style, url_fetcher=fetcher)] if style else None
        return source.render(font_config=fonts or FontConfiguration(), pdf_variant=variant or None, stylesheets=styles)
    except FatalURLFetchingError as error:
        why = str(error.__cause__ or error)
        raise RenderError(
            "the page asks for what it does not hold", why=why, hint="Take it out of the template"
        ) from error


def body_height(page: Any) -> float:
    """What the first page's content takes, in points."""
    boxes = page.pages[0]._page_box.descendants()  # noqa: SLF001  the library tells it nowhere else
    body = next(box for box in boxes if box.element_tag == "body")
    return float(body.height) * 0.75


def _identifier(document: Document) -> bytes:
    """The identifier of the file, from what it says: no clock, no chance."""
    from hashlib import sha256

    from briefing.schema import dumps

    return sha256(dumps(document)).hexdigest()[:32].encode()


def picture_page(picture: Logo) -> bytes:
    """A PDF of one page, as large as the logo that fills it."""
    size = f"width: {picture.width}pt; height: {picture.height}pt"
    style = f"@page {{ size: {picture.width}pt {picture.height}pt; margin: 0 }} img {{ display: block; {size} }}"
    page = f'<html lang="en"><style>{style} body {{ margin: 0 }}</style><img src="{LOGO}" alt="">'
    with _fonts() as fonts:
        written: bytes = laid_out(page, "", fonts, picture=picture).write_pdf()
    return written


@lru_cache(maxsize=2)
def _fetcher(picture: Logo | None = None, folder: str = "") -> Any:
    """Serves the fonts, the user's first, and the logo; any other address is an error that stops the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    files = {file: name for name, (_, file, _, _) in FACES.items()}

    class Assets(URLFetcher):  # type: ignore[misc]  # the library has no types
        """Opens nothing: not a file, not a socket."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            if picture and url == LOGO:
                return URLFetcherResponse(url, picture.data, {"Content-Type": f"image/{picture.kind}"})
            name = files.get(url.removeprefix(ASSET)) if url.startswith(ASSET) else None
            if name is None:
                raise FatalURLFetchingError(f"refused to fetch {url[:200]!r}: a page holds all that it needs")
            return URLFetcherResponse(url, font_bytes(name, folder), {"Content-Type": "font/ttf"})

        def open(self, url: Any, data: object = None, timeout: object = None) -> Any:  # noqa: ARG002
            return self.fetch(url if isinstance(url, str) else url.full_url)

    return Assets()
