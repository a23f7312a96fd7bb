"""`python -m tests.golden [--seeds]`: pins the pictures again, on purpose; with --seeds the data of the seeds too."""

from __future__ import annotations

import sys

from tests.golden.pages import HERE, LAYOUTS, pages, picture, seeds


def main() -> None:
    if "--seeds" in sys.argv[1:]:
        for layout in LAYOUTS:
            (HERE / f"seeds-{layout}.json").write_bytes(seeds(layout))
    for page in pages():
        picture(page).quantize(32).save(HERE / f"{page.name}.png", optimize=True)
        print(page.name)


if __name__ == "__main__":
    main()
