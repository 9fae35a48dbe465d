"""Edits of a commune's report: start, load, answer, explain, attach, undo, redo, reopen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.commune.report_states import ReportAct, next_report_state
from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldChange
from xa_report.definitions.answers import manual_codes
from xa_report.domain.answer_validation import answer_faults, is_reason
from xa_report.domain.evidence import CitedDocument, EvidenceFile
from xa_report.domain.item import Answer, FilledBy, Item
from xa_report.domain.item_values import check_day
from xa_report.domain.number_text import ValueFaultError, check_number_size
from xa_report.domain.period import Period
from xa_report.errors import UsageError
from xa_report.files import write_whole
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.criterion_inputs import locked_item_message
from xa_report.workflow.commune.database_file import CommuneFile

UNCITED_DOCUMENT = CitedDocument()
UNWRITTEN_REASON = "chưa ghi lý do"


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """File to be attached to a criterion, with its citation."""

    code: str
    source: Path
    document: CitedDocument = UNCITED_DOCUMENT
    page: str = ""
    quote: str = ""


def start_report(commune_file: CommuneFile, period: Period) -> AssessedReport:
    """Load the report of a period; create it first when there is none.

    Raise UsageError when the file has no form for this kind of period.
    """
    if period not in commune_file.store.periods():
        form = commune_file.form_for(period)
        commune_file.store.start_report(
            period, form.sha256, commune_file.store.definitions.hashes("plan")
        )
    return commune_file.load(period)


def load_report(commune_file: CommuneFile, period: Period) -> AssessedReport:
    """Load the report of a period; raise UsageError when there is none."""
    return commune_file.load(period)


def set_answer(
    commune_file: CommuneFile, assessed_report: AssessedReport, item: str, new_answer: Answer | None
) -> AssessedReport:
    """Set the answer of an item; None deletes it.

    Raise UsageError for an item that the form does not have, or that the province has not reopened.
    """
    items = assessed_report.items()
    if item not in items:
        raise UsageError(f"Biểu mẫu không có số liệu “{item}”.")
    if not assessed_report.can_answer(item) and new_answer != assessed_report.report.answers.get(
        item
    ):
        raise UsageError(locked_item_message(assessed_report, items[item]))
    if new_answer is not None:
        _require_valid_draft(items[item], new_answer)
    commune_file.store.save(edits.answer_edit(assessed_report.period, items[item], new_answer))
    return commune_file.load(assessed_report.period)


def _require_valid_draft(item: Item, answer: Answer) -> None:
    """Raise UsageError for an answer that cannot be stored.

    A reason that is still to be written is one that can: its finding waits for it.
    """
    if answer.not_arisen is not None and not is_reason(answer.not_arisen):
        answer = replace(answer, not_arisen=UNWRITTEN_REASON)
    for fault in answer_faults(item, answer, FilledBy.COMMUNE):
        raise UsageError(f"{item.label}: {fault}.")


def set_manual_points(
    commune_file: CommuneFile, assessed_report: AssessedReport, code: str, points: Decimal | None
) -> AssessedReport:
    """Type the points of a criterion that is scored by hand; None deletes them.

    Points above the maximum or between the steps are stored; they are a finding.
    """
    if code not in manual_codes(assessed_report.form):
        raise UsageError(f"Tiêu chí “{code}” được chấm theo số liệu, không nhập điểm.")
    if points is not None:
        try:
            check_number_size(points)
        except ValueFaultError as error:
            raise UsageError(f"Điểm của tiêu chí {code}: {error}.") from error
    commune_file.store.save(edits.manual_edit(assessed_report.period, code, points))
    return commune_file.load(assessed_report.period)


def set_explanation(
    commune_file: CommuneFile, assessed_report: AssessedReport, code: str, text: str
) -> AssessedReport:
    """Write the explanation of a criterion; an empty text takes it away."""
    if all(criterion.code != code for criterion in assessed_report.form.all_criteria()):
        raise UsageError(f"Biểu mẫu không có tiêu chí “{code}”.")
    commune_file.store.save(edits.explanation_edit(assessed_report.period, code, text.strip()))
    return commune_file.load(assessed_report.period)


def set_warning_reason(
    commune_file: CommuneFile, assessed_report: AssessedReport, key: str, text: str
) -> AssessedReport:
    """Answer a warning with a reason; `key` is the finding's."""
    commune_file.store.save(edits.reason_edit(assessed_report.period, key, text.strip()))
    return commune_file.load(assessed_report.period)


def set_letterhead(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    parts: Mapping[str, str | date | tuple[str, ...] | None],
) -> AssessedReport:
    """Set parts of the report's head or foot in one step; None brings a default back.

    Raise UsageError for a day that no report can have.
    """
    for part in parts.values():
        if isinstance(part, date):
            try:
                check_day(part)
            except ValueFaultError as error:
                raise UsageError(f"Thể thức, ngày ban hành: {error}.") from error
    changes = [
        edits.letterhead_edit(assessed_report.period, name, part) for name, part in parts.items()
    ]
    commune_file.store.save_many(changes, "thể thức báo cáo")
    return commune_file.load(assessed_report.period)


def attach_evidence(
    commune_file: CommuneFile, assessed_report: AssessedReport, new_evidence: NewEvidence
) -> AssessedReport:
    """Attach a file as evidence of a criterion; the same bytes are stored once.

    Raise UsageError for a code that the form does not have.
    """
    try:
        # Asked before the file is stored: its bytes stay for good, even where nothing uses them.
        assessed_report.form.criterion(new_evidence.code)
    except KeyError:
        raise UsageError(f"Biểu mẫu không có tiêu chí “{new_evidence.code}”.") from None
    sha256 = commune_file.store.add_file(new_evidence.source).sha256
    changes = [
        edits.evidence_edit(
            assessed_report.period, new_evidence.code, sha256, new_evidence.page, new_evidence.quote
        )
    ]
    document = new_evidence.document
    if document == UNCITED_DOCUMENT:
        # A file that proves another criterion already is mostly the same document here.
        document = _known_citation(assessed_report, sha256)
    if document != UNCITED_DOCUMENT:
        edit = edits.document_edit(assessed_report.period, sha256, document, code=new_evidence.code)
        changes.append(edit)
    commune_file.store.save_many(changes, f"đính kèm tài liệu cho tiêu chí {new_evidence.code}")
    return commune_file.load(assessed_report.period)


def _known_citation(assessed_report: AssessedReport, sha256: str) -> CitedDocument:
    uses = (use for use in assessed_report.report.evidence if use.file.sha256 == sha256)
    return next((use.file.document for use in uses), UNCITED_DOCUMENT)


def detach_evidence(
    commune_file: CommuneFile, assessed_report: AssessedReport, code: str, sha256: str
) -> AssessedReport:
    """Remove evidence from a criterion; the bytes stay, so that this can be undone."""
    commune_file.store.save(edits.evidence_removal(assessed_report.period, code, sha256))
    return commune_file.load(assessed_report.period)


def cite_document(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    code: str,
    sha256: str,
    document: CitedDocument,
) -> AssessedReport:
    """Set the citation of an attached file at a criterion; at others it stays as it is."""
    commune_file.store.save(
        edits.document_edit(assessed_report.period, sha256, document, code=code)
    )
    return commune_file.load(assessed_report.period)


def extract_evidence(commune_file: CommuneFile, file: EvidenceFile, folder: Path) -> Path:
    """Copy an attached file into a folder, so that it can be opened there; return the copy."""
    # The last part alone: no stored name may lead out of the folder.
    copy = folder / Path(file.name).name
    write_whole(copy, commune_file.store.file_bytes(file.sha256))
    return copy


def undo_last_step(
    commune_file: CommuneFile, assessed_report: AssessedReport
) -> tuple[AssessedReport, tuple[FieldChange, ...]]:
    """Undo the last step; return no changes when there is none."""
    changes = commune_file.store.undo(assessed_report.period)
    return commune_file.load(assessed_report.period), changes


def redo_last_step(
    commune_file: CommuneFile, assessed_report: AssessedReport
) -> tuple[AssessedReport, tuple[FieldChange, ...]]:
    """Redo the step that was undone last; return no changes when there is none."""
    changes = commune_file.store.redo(assessed_report.period)
    return commune_file.load(assessed_report.period), changes


def reopen_signed_report(
    commune_file: CommuneFile, assessed_report: AssessedReport
) -> AssessedReport:
    """Make a signed report a draft again; its signatures no longer count.

    A correction stays one: only what the province opened can be edited.
    """
    returned = commune_file.store.receipts.open_fields(assessed_report.period) is not None
    act = ReportAct.REOPEN_CORRECTION if returned else ReportAct.REOPEN
    state = next_report_state(assessed_report.period, assessed_report.report.state, act)
    commune_file.store.set_state(assessed_report.period, state)
    return commune_file.load(assessed_report.period)
