"""The made-up documents of the demonstration commune."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from xa_report.domain.evidence import CitedDocument
from xa_report.domain.text import VIETNAM
from xa_report.paths import resources_dir

MADE = datetime(2026, 12, 12, 9, 30, tzinfo=VIETNAM)


def document_of(entry: Mapping[str, object]) -> CitedDocument:
    """How a demonstration document is cited."""
    dated = entry["dated"]
    return CitedDocument(
        str(entry["number"]),
        dated if isinstance(dated, date) else None,
        str(entry["issuer"]),
        str(entry["title"]),
    )


def as_written(text: str) -> str:
    """A text of the usual commune, left as it is."""
    return text


def write_documents(
    folder: Path, retold: Callable[[str], str] = as_written
) -> list[tuple[Path, dict[str, object]]]:
    """Draw the made-up documents; return each with its entry.

    `retold` turns what is written of the usual commune into what another one would write.
    """
    from xa_report.demo.evidence_pdf import write_evidence_pdf

    text = (resources_dir() / "demo" / "tai-lieu.toml").read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for entry in tomllib.loads(retold(text))["document"]:
        path = folder / entry["file"]
        write_evidence_pdf(document_of(entry), path, MADE)
        written.append((path, entry))
    return written
