"""What `check` lets pass is exported and signed, and every character of it is drawn.

Any text stands in any field that is printed. Either a finding names field and character, or PDF,
workbook and signatures are made; the fonts are asked for each character of the finished PDF.
"""

import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar, cast

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder, create_complete_commune
from tests.factories.generated_reports import Case, make_case
from tests.factories.reports import extract_text, fixed_clock
from xa_report.assess.assessment import assess_report
from xa_report.demo.keys import sign_and_pack
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.domain.drawable_text import plain_text
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.report import Letterhead, Report
from xa_report.errors import UsageError
from xa_report.package.package_files import PDF_NAME
from xa_report.paths import resources_dir
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.shared import verify

PRINT_CODES = ("C206", "C207", "C208")
TOO_LONG = "C208@the-thuc"
MOMENT = datetime(2027, 1, 5, tzinfo=UTC)
SIGNS = st.one_of(
    st.sampled_from([
        "\u2713", "\uf0b7", "\u200b", "\u00ad", "\ufeff", "\u202e", "\u2460", "\u2160", "\uff21",
        "\U0001f600", "\u4e2d", "\u05d0", "\ufb01", "\ufffd", "\uffff", "\x07", "\r\n", "\u2028",
        "\u00a0", "\t", "e\u0302\u0301", "\u0301", "<b>", "&amp;", "=1+1", "_x0041_", "\u1100",
    ]),
    st.characters(exclude_categories=["Cs"]),
    st.characters(max_codepoint=0x2FFF, exclude_categories=("Cs", "Cn")),
)  # fmt: skip
TEXTS = st.builds(
    lambda head, sign, times: f"{head} {sign} hết" * times,
    st.sampled_from(["Ghi", "Điểm", "Xã “Tân Hội”"]),
    SIGNS,
    st.sampled_from([1, 1, 1, 1, 60]),
)

T = TypeVar("T")
Change = Callable[[Report, str], Report]
LEAF, GROUP = "1.1.1", "1.1"
"""A criterion with a rule, and one that only holds others."""


def altered(value: T, /, **parts: Any) -> T:
    """A copy with other parts, whose names are only known at run time."""
    copy: T = replace(cast("Any", value), **parts)
    return copy


def answered(ref: str, *parts: str) -> Change:
    """Change parts of the answer to an item, or its whole value."""

    def change(report: Report, text: str) -> Report:
        answer = altered(report.answers[ref], **dict.fromkeys(parts, text))
        return replace(report, answers={**report.answers, ref: answer})

    return change


def table_cell(report: Report, text: str) -> Report:
    return replace(report, answers={**report.answers, "bang": Answer(({"ten": text},))})


def external_source(report: Report, text: str) -> Report:
    answer = report.answers["diem_ngoai"]
    scored = replace(answer, value=altered(answer.value, source=text))
    return replace(report, answers={**report.answers, "diem_ngoai": scored})


def explained(code: str) -> Change:
    return lambda report, text: replace(report, explanations={**report.explanations, code: text})


def reasoned(report: Report, text: str) -> Report:
    return replace(report, reasons={**report.reasons, "C008@diem_ngoai": text})


def proven(code: str, name: str) -> Change:
    """Change a part of the use of a file, of its citation, or the name of the file."""

    def change(report: Report, text: str) -> Report:
        return replace(
            report,
            evidence=tuple(
                _proven(use, name, text) if use.criterion == code else use
                for use in report.evidence
            ),
        )

    return change


def _proven(use: Evidence, name: str, text: str) -> Evidence:
    if name in ("page", "quote"):
        return altered(use, **{name: text})
    if name == "name":
        return replace(use, file=replace(use.file, name=f"{text}.pdf"))
    document = altered(use.file.document, **{name: text})
    return replace(use, file=replace(use.file, document=document))


def headed(name: str) -> Change:
    return lambda report, text: replace(
        report,
        letterhead=altered(report.letterhead, **{name: (text,) if name == "copies" else text}),
    )


def of_unit(name: str) -> Change:
    return lambda report, text: replace(report, unit=altered(report.unit, **{name: text}))


CITED_PARTS = ("page", "quote", "number", "issuer", "title")
FIELDS: dict[str, tuple[str, Change]] = {
    "a text": ("C206@chu", answered("chu", "value")),
    "a note": ("C206@chu", answered("chu", "note")),
    "why not arisen": ("C206@thap_phan", answered("thap_phan", "not_arisen")),
    "a cell": ("C206@bang", table_cell),
    "a source": ("C206@diem_ngoai", external_source),
    "explanation": (f"C206@{LEAF}", explained(LEAF)),
    "explanation of a group": (f"C206@{GROUP}", explained(GROUP)),
    "a reason": ("C206@the-thuc", reasoned),
    **{name: (f"C206@{LEAF}", proven(LEAF, name)) for name in CITED_PARTS},
    "file": (f"C207@{LEAF}", proven(LEAF, "name")),
    "file of a group": (f"C207@{GROUP}", proven(GROUP, "name")),
    **{
        part.name: ("C206@the-thuc", headed(part.name))
        for part in fields(Letterhead)
        if part.name != "dated"
    },
    "unit": ("C206@don-vi", of_unit("name")),
    "province": ("C206@don-vi", of_unit("province_name")),
}
"""Every field that is printed: the key of its finding, and how a text gets into it."""


@cache
def base_case() -> Case:
    """A report in which every kind of field is filled, without a character that cannot be drawn."""
    case = make_case(4)
    document = CitedDocument("1/BC", None, "UBND xã", "Báo cáo")
    files = (EvidenceFile(f"{n:064x}", f"{n}.pdf", 12, "application/pdf", document) for n in (1, 2))
    uses = tuple(map(Evidence, (LEAF, GROUP), files))
    answers = {
        **case.report.answers,
        "chu": Answer("Tốt"),
        "thap_phan": Answer(not_arisen="chưa triển khai"),
    }
    return case._replace(report=replace(case.report, answers=answers, evidence=uses))


def print_findings_of(report: Report) -> dict[str, str]:
    case = base_case()
    findings = assess_report(report, case.form, case.plans, case.previous).findings
    return {each.key: each.message for each in findings if each.code in PRINT_CODES}


@cache
def glyphs() -> frozenset[int]:
    """Characters for which every font of the documents has a glyph, as fontTools reads them."""
    tables = [set(TTFont(path).getBestCmap()) for path in (resources_dir() / "fonts").glob("*.ttf")]
    return frozenset(set.intersection(*tables))


def drawn_characters(pdf: bytes) -> Iterator[int]:
    """The characters of all subsets of fonts of a PDF, by their maps to Unicode."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                unicode_map = thing["/ToUnicode"].read_bytes().decode("latin-1")
                for code in re.findall(r"<[0-9A-F]{2}> <([0-9A-F]{4})>", unicode_map):
                    yield int(code, 16)


def printable(text: str) -> set[str]:
    """What of a text can be found in a page again: ligatures as their letters, no white space."""
    return set("".join(unicodedata.normalize("NFKC", plain_text(text)).split()))


def require_printed(report: Report, text: str, path: Path) -> None:
    """Make PDF and workbook; fail unless all characters of the text are drawn."""
    case = base_case()
    assessment = assess_report(report, case.form, case.plans, case.previous)
    write_report_pdf(ReportContent(report, case.form, case.plans, assessment), path, fixed_clock)
    source = WorkbookContent(report, case.form, case.plans, assessment, case.previous, MOMENT)
    write_report_workbook(source, BytesIO())
    drawn = set(drawn_characters(path.read_bytes()))
    # Each subset has all of ASCII, whether it is used or not.
    assert {code for code in drawn if code > 0x20 and code != 0x7F} <= glyphs()
    assert {ord(c) for c in plain_text(text) if c > " " and c != "\u00a0"} <= drawn
    assert printable(text) <= printable(extract_text(path))


@settings(max_examples=8)
@given(names=st.sets(st.sampled_from(sorted(FIELDS)), min_size=1), text=TEXTS)
@example(names=set(FIELDS), text="Ghi \U0001f600 hết")
@example(names=set(FIELDS), text="Điểm \u2713 hết\r\n\u200b" * 5)
@example(names={"explanation"}, text="Ghi \uffff hết")
def test_every_text_is_named_or_drawn(tmp_path_factory, names, text):
    report = base_case().report
    for name in sorted(names):
        report = FIELDS[name][1](report, text)
    findings = print_findings_of(report)
    if findings.keys() - {TOO_LONG}:
        assert findings.keys() - {TOO_LONG} == {FIELDS[name][0] for name in names}
        findings.pop(TOO_LONG, None)
        assert all(re.search(r"“.+” \(U\+[0-9A-F]{4,}\)", text) for text in findings.values())
    elif not findings:
        require_printed(report, text, tmp_path_factory.getbasetemp() / "in.pdf")


@pytest.fixture(scope="module")
def complete_commune(tmp_path_factory: pytest.TempPathFactory) -> CommuneFolder:
    """A commune that may submit; each example works on a copy of its file."""
    return create_complete_commune(tmp_path_factory.mktemp("ready"))


def fill_texts(commune: CommuneFile, text: str) -> AssessedReport:
    """Put a text into every field that a commune can type, through the verbs of its window."""
    work = report.load_report(commune, YEAR)
    ref, answer = next(iter(work.report.answers.items()))
    assert isinstance(answer.value, ExternalScore)
    with suppress(UsageError):
        scored = replace(answer, note=text, value=replace(answer.value, source=text))
        work = report.set_answer(commune, work, ref, scored)
    use = work.report.evidence[0]
    work = report.set_explanation(commune, work, use.criterion, text)
    work = report.set_warning_reason(commune, work, "C008@x", text)
    parts = ("number", "symbol", "place", "recipient", "authority", "position", "signer")
    work = report.set_letterhead(commune, work, dict.fromkeys(parts, text) | {"copies": (text,)})
    document = CitedDocument(text, None, text, text)
    work = report.cite_document(commune, work, use.criterion, use.file.sha256, document)
    with suppress(UsageError):
        work = report.rename_evidence(commune, work, use.criterion, use.file.sha256, text)
    return work


@settings(max_examples=4)
@given(text=TEXTS)
@example(text="Điểm \u2713 hết\u200b\r\n")
@example(text="Nguyễn Văn An " * 80)
def test_a_ready_report_is_signed_and_packed(complete_commune, tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("signed")
    shutil.copy(complete_commune.db, folder / "xa.xadb")
    shutil.copytree(complete_commune.folder / "khoa", folder / "khoa")
    with database_file.open_commune_file(folder / "xa.xadb") as commune:
        work = fill_texts(commune, text)
        if not work.assessment.is_submittable:
            assert {each.code for each in work.assessment.findings if each.is_open} <= {
                "C206",
                "C208",
            }
            return
        package = sign_and_pack(commune, YEAR, folder, SIGNED_AT)
    verification = verify.verify_file(package, complete_commune.trust, SIGNED_AT)
    assert (verification.verdict, verification.reasons) == (verify.VALID, ())
    with zipfile.ZipFile(package) as archive:
        signed = archive.read(PDF_NAME)
    assert {code for code in drawn_characters(signed) if code > 0x20 and code != 0x7F} <= glyphs()
