"""Pages opened in a browser: with nothing but themselves, measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Of every stretch of text that is seen: its colour and its ground, as "R G B" from 0 to 1, its size, and the text.
# A canvas turns whatever a style sheet says (color-mix, rgb, names) into numbers.
COLOURS = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const numbers = (colour) => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if (found[3] > 0.99) return found;
    }
    return numbers(getComputedStyle(document.documentElement).colorScheme.includes("dark")
      && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#ffffff");
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement, style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!node.data.trim() || !box.width || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    found.push([numbers(style.color), ground(element), parseFloat(style.fontSize), node.data.trim().slice(0, 60)]);
  }
  return found;
}"""


@contextmanager
def opened(browser: Any, file: Path, width: int = 1280, **context: Any) -> Iterator[Any]:
    """The page of a file in a window of this width; whatever else it asks for is refused, and fails the test."""
    asked: list[str] = []

    def serve(route: Any) -> None:
        if route.request.url.split("#")[0] == file.as_uri() or route.request.url.startswith("data:"):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    window = browser.new_context(viewport={"width": width, "height": 900}, **context)
    try:
        page = window.new_page()
        page.route("**/*", serve)
        page.goto(file.as_uri())
        yield page
    finally:
        window.close()
    assert asked == []


def overflow(page: Any) -> int:
    """Pixels by which the page is wider than its window."""
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return int(wide) - int(shown)


def contrast(one: list[float], two: list[float]) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint(page: Any, least: float = 4.5) -> list[tuple[float, str]]:
    """Text whose contrast with its ground is below the least that may be."""
    found = page.evaluate(COLOURS)
    assert found
    ratios = [(round(contrast(colour, ground), 2), text) for colour, ground, _, text in found]
    return [one for one in ratios if one[0] < least]


def smallest(page: Any) -> float:
    """The least size of type, in pixels."""
    return float(min(size for _, _, size, _ in page.evaluate(COLOURS)))
