"""Findings of texts with characters that no document can draw."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from xa_report.domain.drawable_text import undrawable_characters
from xa_report.domain.evidence import Evidence
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Criterion, Form
from xa_report.domain.item import Answer, ExternalScore, Item
from xa_report.domain.letterhead_room import oversized_parts
from xa_report.domain.report import Report
from xa_report.domain.text import printable_file_name

MAX_NAMED_CHARACTERS = 5
"""Characters that a sentence names; a text in another script would fill the window."""


def print_findings(form: Form, items: Mapping[str, Item], report: Report) -> Iterator[Finding]:
    """Yield a finding for each answer, criterion, file name and letterhead that cannot be drawn."""
    for ref, answer in report.answers.items():
        if ref in items and (strange := _strange_characters(*_answer_texts(answer))):
            location = FindingLocation("item", ref, (ref,))
            yield _unprintable(location, items[ref].label, strange)
    # Those that only hold others too: they take explanations and evidence, which are printed.
    for criterion in form.all_criteria():
        yield from _criterion_findings(criterion, report)
    if strange := _strange_characters(*_letterhead_texts(report), *report.reasons.values()):
        location = FindingLocation("check", "the-thuc")
        yield _unprintable(location, "Thể thức văn bản và lý do của các cảnh báo", strange)
    if parts := oversized_parts(report.letterhead, report.unit):
        location = FindingLocation("check", "the-thuc")
        yield build_finding(FindingCode.LETTERHEAD_TOO_LONG, location, {"parts": "; ".join(parts)})
    if strange := _strange_characters(report.unit.name, report.unit.province_name):
        yield _unprintable(FindingLocation("check", "don-vi"), "Tên đơn vị, tên tỉnh", strange)


def _criterion_findings(criterion: Criterion, report: Report) -> Iterator[Finding]:
    code, uses = criterion.code, report.evidence_of(criterion.code)
    location = FindingLocation("criterion", code, (), code)
    texts = [report.explanations.get(code, "")]
    texts += [text for use in uses for text in _evidence_texts(use)]
    if strange := _strange_characters(*texts):
        yield _unprintable(location, f"{code} {criterion.title}", strange)
    # One finding for a criterion: its key must tell it from all others.
    names = [use.file.name for use in uses if undrawable_characters(use.file.name)]
    if names:
        texts_by_word = {
            "code": code,
            "title": criterion.title,
            "name": "”, “".join(map(printable_file_name, names)),
            "characters": _characters_text(_strange_characters(*names)),
        }
        yield build_finding(FindingCode.UNPRINTABLE_NAME, location, texts_by_word)


def _unprintable(location: FindingLocation, label: str, strange: tuple[str, ...]) -> Finding:
    texts = {"label": label, "characters": _characters_text(strange)}
    return build_finding(FindingCode.UNPRINTABLE, location, texts)


def _characters_text(strange: tuple[str, ...]) -> str:
    named = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in strange[:MAX_NAMED_CHARACTERS])
    more = len(strange) - MAX_NAMED_CHARACTERS
    return f"{named} và {more} ký tự khác" if more > 0 else named


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
