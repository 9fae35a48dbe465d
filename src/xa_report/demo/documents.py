"""Made-up evidence documents, in the words of one commune."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from xa_report.demo.evidence_pdf import write_evidence_pdf
from xa_report.domain.dates import VIETNAM
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.unit import Unit
from xa_report.paths import resources_dir

DRAWN_AT = datetime(2026, 12, 12, 9, 30, tzinfo=VIETNAM)


def document_from_entry(entry: Mapping[str, object]) -> CitedDocument:
    """Return the citation of a demonstration document."""
    dated = entry["dated"]
    return CitedDocument(
        str(entry["number"]),
        dated if isinstance(dated, date) else None,
        str(entry["issuer"]),
        str(entry["title"]),
    )


def unchanged_text(text: str) -> str:
    """Return a text of the usual commune unchanged."""
    return text


class DemoDocument(NamedTuple):
    """A written document and its entry in `resources/demo`."""

    path: Path
    entry: Mapping[str, Any]


def write_documents(
    folder: Path, localize: Callable[[str], str] = unchanged_text
) -> list[DemoDocument]:
    """Draw the made-up documents; return each with its entry.

    `localize` turns what is written of the usual commune into what another one would write.
    """
    text = (resources_dir() / "demo" / "tai-lieu.toml").read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for entry in tomllib.loads(localize(text))["document"]:
        path = folder / entry["file"]
        write_evidence_pdf(document_from_entry(entry), path, DRAWN_AT)
        written.append(DemoDocument(path, entry))
    return written


USUAL_NAME = "xã Tân Hội"
# “xã hội” (society) keeps its word when a commune becomes a ward.
UNIT_KIND_PATTERN = re.compile(r"\bxã\b(?! hội)")
# Parts of a commune are hamlets (ấp), those of a ward are quarters (khu phố).
HAMLET_PATTERN = re.compile(r"\bấp\b")


def localize_text(unit: Unit) -> Callable[[str], str]:
    """Return the function that puts a unit's name and kind into a text of the usual commune."""
    own = f"{unit.name[:1].lower()}{unit.name[1:]}"

    def tell(text: str) -> str:
        # The name goes in after all else was replaced: it must not be turned into that of a ward.
        parts = text.split(USUAL_NAME)
        return own.join(parts if unit.kind == "xã" else map(_urban_text, parts))

    return tell


def _urban_text(text: str) -> str:
    return HAMLET_PATTERN.sub("khu phố", UNIT_KIND_PATTERN.sub("phường", text))
