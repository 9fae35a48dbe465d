"""docs/decisions: numbered without gaps, each with its question, decision, why, alternatives."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("*.md"))
PARTS = ["Question", "Decision", "Why", "Alternatives"]


def test_numbers_run_without_gaps():
    numbers = [int(record.name[:4]) for record in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_its_four_parts(record):
    text = record.read_text("utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", record.stem)
    assert text.startswith(f"# {record.stem[:4]}: ")
    assert re.findall(r"^\*\*(\w+):\*\* \S", text, re.MULTILINE) == PARTS
