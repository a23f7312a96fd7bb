"""What a file's own layout says of a paragraph, where it knows better than its words do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.text.clean import clean
from briefing.types import Article, Block, BlockKind

ASIDE: frozenset[BlockKind] = frozenset({"leftover", "caption", "dateline", "title"})


def with_uses(article: Article, uses: Mapping[str, BlockKind]) -> Article:
    """The article with the blocks whose whole text is a key of `uses` (not yet cleaned) of the kind given."""
    if not uses:
        return article
    by_text = {clean(text).strip(): kind for text, kind in uses.items()}
    blocks = tuple(_used(block, by_text.get(article.quote(block.span))) for block in article.blocks)
    return replace(article, blocks=blocks) if any(block.kind == "paragraph" for block in blocks) else article


def _used(block: Block, kind: BlockKind | None) -> Block:
    """What was told to be no prose by its words stays so."""
    return Block(kind, block.span) if kind and block.kind not in ASIDE else block
