"""Regular expressions that are compiled when they are first asked: most texts need few of them."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def rare(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for signs that most runs never meet; it is used as any other."""
    return cast("re.Pattern[str]", _Rare(pattern, flags))


class _Rare:
    """With the first call of a method all become those of the compiled pattern, so that later calls cost the same."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]
