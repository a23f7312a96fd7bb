"""Mail addresses: exactly one addr-spec of RFC 5321 without quoting, comments, routes or literals.

The local part is a dot-string of ASCII. The domain comes out as ASCII; one in other letters is turned by IDNA 2008.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from briefing.errors import ConfigError

LOCAL_LENGTH, DOMAIN_LENGTH, LABEL_LENGTH, LENGTH = 64, 253, 63, 254  # RFC 5321 4.5.3.1, RFC 1035 2.3.4, erratum 1690

_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_FORMULA = "=+-@"  # what a spreadsheet takes for a formula, and a command for an option


class AddressError(ConfigError):
    """A text that is not one mail address; `reason` says what is wrong with it."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"{text[:80]!r} is not one mail address", why=reason, hint="Write it as name@example.org")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """`domain` is lower-case ASCII."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """The same for addresses that reach the same reader: no server in use tells Ann@ from ann@."""
        return str(self).lower()


def address(text: str) -> Address:
    """The address that the text is; AddressError for anything more, less or else."""
    if not text:
        raise AddressError(text, "it is empty")
    hidden = next((c for c in text if not c.isprintable() or c.isspace()), "")
    if hidden:
        raise AddressError(text, f"it holds {_named(hidden)}")
    if text.count("@") != 1:
        raise AddressError(text, "it has no @" if "@" not in text else "it has more than one @")
    local, _, domain = text.partition("@")
    found = Address(_checked_local(text, local), _checked_domain(text, domain))
    if len(str(found)) > LENGTH:
        raise AddressError(text, f"it is longer than {LENGTH} characters")
    return found


def _checked_local(text: str, local: str) -> str:
    if not local:
        raise AddressError(text, "there is nothing before the @")
    if len(local) > LOCAL_LENGTH:
        raise AddressError(text, f"the part before the @ is longer than {LOCAL_LENGTH} characters")
    if not local.isascii():
        raise AddressError(text, "the part before the @ has letters that few mail servers take")
    if '"' in local:
        raise AddressError(text, "quoted names are not taken")
    if local.startswith(tuple(_FORMULA)):
        raise AddressError(text, f"it starts with {local[0]}")
    if "=?" in local:
        raise AddressError(text, "it holds =?, which mail programs decode")
    if not all(map(_ATEXT.fullmatch, local.split("."))):
        strange = next((c for c in local if c != "." and not _ATEXT.fullmatch(c)), "")
        raise AddressError(text, f"it holds {strange!r}" if strange else "a dot stands at an end or beside another one")
    return local


def _checked_domain(text: str, domain: str) -> str:
    if not domain:
        raise AddressError(text, "there is nothing behind the @")
    if domain.startswith("["):
        raise AddressError(text, "a number is not taken for a domain")
    ascii_domain = _ascii(text, unicodedata.normalize("NFC", domain).lower())
    labels = ascii_domain.split(".")
    if len(ascii_domain) > DOMAIN_LENGTH or any(len(label) > LABEL_LENGTH for label in labels):
        raise AddressError(text, "the domain or a part of it is too long")
    if not all(map(_LABEL.fullmatch, labels)):
        raise AddressError(text, "the part behind the @ is no domain")
    if len(labels) < 2 and ascii_domain != "localhost":
        raise AddressError(text, "the domain has no dot")
    if labels[-1].isdigit():
        raise AddressError(text, "a number is not taken for a domain")
    return ascii_domain


def _ascii(text: str, domain: str) -> str:
    """Labels of other letters, and those that say they are such (xn--), as IDNA 2008 has them."""
    if domain.isascii() and not re.search(r"(?:^|\.)..--", domain):
        return domain
    import idna

    if re.search("[\u3002\uff0e\uff61]", domain):
        raise AddressError(text, "the dots of the domain are of another script")
    try:
        return idna.encode(domain, strict=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise AddressError(text, f"its domain is not one of IDNA 2008 ({str(error)[:100]})") from error


def _named(character: str) -> str:
    if character == " ":
        return "a blank"
    return f"the character U+{ord(character):04X}"
