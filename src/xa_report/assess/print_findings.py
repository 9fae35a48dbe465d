"""Findings of texts with characters that no document can draw."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from xa_report.domain.drawable_text import undrawable_characters
from xa_report.domain.evidence import Evidence
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore, Item
from xa_report.domain.report import Report

MAX_NAMED_CHARACTERS = 5
"""Characters that a sentence names; a text in another script would fill the window."""


def print_findings(form: Form, items: Mapping[str, Item], report: Report) -> Iterator[Finding]:
    """Yield a finding for each answer, criterion and part of the letterhead that cannot be drawn.

    File names of evidence are none: documents draw □ in place of what they lack, and the hash
    beside the name tells which file it is.
    """
    for ref, answer in report.answers.items():
        if ref in items and (strange := _strange_characters(*_answer_texts(answer))):
            location = FindingLocation("item", ref, (ref,))
            yield _unprintable(location, items[ref].label, strange)
    for criterion in form.leaves():
        code = criterion.code
        texts = [report.explanations.get(code, "")]
        texts += [text for use in report.evidence_of(code) for text in _evidence_texts(use)]
        if strange := _strange_characters(*texts):
            location = FindingLocation("criterion", code, (), code)
            yield _unprintable(location, f"{code} {criterion.title}", strange)
    if strange := _strange_characters(*_letterhead_texts(report), *report.reasons.values()):
        location = FindingLocation("check", "the-thuc")
        yield _unprintable(location, "Thể thức văn bản và lý do của các cảnh báo", strange)


def _unprintable(location: FindingLocation, label: str, strange: tuple[str, ...]) -> Finding:
    named = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in strange[:MAX_NAMED_CHARACTERS])
    more = len(strange) - MAX_NAMED_CHARACTERS
    characters = f"{named} và {more} ký tự khác" if more > 0 else named
    return build_finding(
        FindingCode.UNPRINTABLE, location, {"label": label, "characters": characters}
    )


def _strange_characters(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for text in texts for c in undrawable_characters(text)))


def _answer_texts(answer: Answer) -> Iterator[str]:
    yield answer.note
    yield answer.not_arisen or ""
    if isinstance(answer.value, ExternalScore):
        yield answer.value.source
    elif isinstance(answer.value, str):
        yield answer.value
    elif isinstance(answer.value, tuple):
        for row in answer.value:
            if not isinstance(row, str):
                yield from (cell for cell in row.values() if isinstance(cell, str))


def _evidence_texts(use: Evidence) -> Iterator[str]:
    document = use.file.document
    yield from (use.page, use.quote, document.number, document.issuer, document.title)


def _letterhead_texts(report: Report) -> Iterator[str]:
    for part in fields(report.letterhead):
        value = getattr(report.letterhead, part.name)
        yield from value if isinstance(value, tuple) else [str(value or "")]
