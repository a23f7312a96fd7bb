"""CSV and TSV by cases anyone can add to; no bytes make the reader raise."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import IngestError
from briefing.ingest.source import Source
from briefing.ingest.table import read
from tests.ingest.kind_cases import Gave, cases, check, gave

CASES = cases("tables.toml")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gave]:
    return gave(tmp_path_factory.mktemp("tables") / "cases", CASES, ".csv")


@pytest.mark.parametrize("case", CASES)
def test_a_table(case: Mapping[str, Any], results: dict[str, Gave]) -> None:
    check(case, results[case["name"]])


@given(st.one_of(st.binary(max_size=200), st.text('text,;"\n\r\t|a', max_size=60).map(str.encode)))
def test_any_bytes(data: bytes) -> None:
    for given_bytes in (data, b"title,text\n" + data):
        with contextlib.suppress(IngestError):
            assert all(item.origin_path.startswith("a.csv") for item in read(Source(given_bytes, "a.csv")))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf")), min_size=1), min_size=1))
def test_what_a_spreadsheet_writes_is_read(texts: list[str]) -> None:
    import csv
    from io import StringIO

    out = StringIO(newline="")
    csv.writer(out).writerows([["id", "text"], *([f"n{i}", f"Word {text} end."] for i, text in enumerate(texts))])
    found = list(read(Source(out.getvalue().encode(), "a.csv")))
    assert [item.origin_path for item in found] == [f"a.csv#n{i}" for i in range(len(texts))]
