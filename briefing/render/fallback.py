"""What our two families lack and no font of the machine has: such letters come out of a PDF as empty boxes."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int, c_uint32, c_void_p
from unicodedata import category, name

from briefing.render.fonts import face
from briefing.render.plain import text
from briefing.schema import Document

LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
# The scripts whose fonts are large and come apart from the others.
EAST_ASIAN = frozenset({"Chinese", "Hiragana", "Katakana", "Hangul"})
CJK_FONTS, OTHER_FONTS = "fonts-noto-cjk", "fonts-noto-core"
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"})
_SYSTEM = 0  # FcSetSystem
_MATCH = 0  # FcResultMatch


def notes(document: Document) -> tuple[str, ...]:
    """A line for the scripts that the PDF of the document cannot show on this machine, with what to install."""
    scripts = sorted({_script(character) for character in missing(text(document))})
    if not scripts:
        return ()
    packages = sorted({CJK_FONTS if script in EAST_ASIAN else OTHER_FONTS for script in scripts})
    return (f"no font for {', '.join(scripts)}: the PDF shows boxes instead (on Debian: {', '.join(packages)})",)


def missing(shown: str) -> frozenset[str]:
    """The characters that no font has; none where fontconfig cannot be asked."""
    ours = face("serif").advances
    wanted = {c for c in set(shown) - ours.keys() if category(c) not in UNSEEN and not _joins(c)}
    if not wanted or (library := _library()) is None:
        return frozenset()
    for charset in _charsets(library):
        wanted = {c for c in wanted if not library.FcCharSetHasChar(charset, ord(c))}
        if not wanted:
            break
    return frozenset(wanted)


def _joins(character: str) -> bool:
    """Selectors of variants have no glyph."""
    return 0xFE00 <= ord(character) <= 0xFE0F or ord(character) >= 0xE0000


def _script(character: str) -> str:
    """The first word of the Unicode name: Arabic, Devanagari; signs that Chinese and Japanese share are Chinese."""
    word = name(character, "other signs").split()[0].split("-")[0]
    return "Chinese" if word in {"CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"} else word.capitalize()


class _FontSet(Structure):
    """FcFontSet of fontconfig."""

    _fields_ = (("nfont", c_int), ("sfont", c_int), ("fonts", POINTER(c_void_p)))


def _library() -> CDLL | None:
    for file in LIBRARIES:
        try:
            library = CDLL(file)
        except OSError:
            continue
        library.FcInitLoadConfigAndFonts.restype = c_void_p
        library.FcConfigGetFonts.argtypes, library.FcConfigGetFonts.restype = (c_void_p, c_int), POINTER(_FontSet)
        library.FcPatternGetCharSet.argtypes = (c_void_p, c_char_p, c_int, POINTER(c_void_p))
        library.FcCharSetHasChar.argtypes = (c_void_p, c_uint32)
        return library
    return None


def _charsets(library: CDLL) -> Iterator[c_void_p]:
    """What each font of the machine covers, as the machine is configured now."""
    found = library.FcConfigGetFonts(library.FcInitLoadConfigAndFonts(), _SYSTEM)
    for i in range(found.contents.nfont if found else 0):
        charset = c_void_p()
        if library.FcPatternGetCharSet(found.contents.fonts[i], b"charset", 0, byref(charset)) == _MATCH:
            yield charset
