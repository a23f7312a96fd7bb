"""Names and dotted paths to functions: the whole of the plug-in machinery."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TypeVar, cast

from briefing.errors import UnknownNameError

F = TypeVar("F")


def lookup(kind: str, name: str, table: Mapping[str, F]) -> F:
    """The function that `table` has under the name, or the one at a dotted path `package.module:function`.

    >>> lookup("measure", "length", {"length": len}) is len
    True
    >>> lookup("measure", "os.path:basename", {"length": len})("a/b")
    'b'
    """
    if name in table:
        return table[name]
    found = _at_dotted_path(name) if ":" in name else None
    if not callable(found):
        raise UnknownNameError(kind, name, table)
    return cast("F", found)


def _at_dotted_path(path: str) -> object | None:
    """What stands at `package.module:attribute`, or None; an error inside that module is not hidden."""
    module_name, _, attribute = path.partition(":")
    try:
        module = import_module(module_name)
    except (ModuleNotFoundError, ValueError) as error:
        if isinstance(error, ModuleNotFoundError) and not module_name.startswith(error.name or module_name):
            raise
        return None
    return getattr(module, attribute, None)
