"""Edits of a commune's report: start, load, answer, explain, attach, rename, undo, reopen."""

import re
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
from xa_report.domain.canonical_json import normalize_text
from xa_report.domain.dates import check_day
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.evidence_name import new_name_fault, replace_stem
from xa_report.domain.item import Answer, FilledBy, Item
from xa_report.domain.number_text import ValueFaultError, check_number_size
from xa_report.domain.period import Period
from xa_report.domain.text import printable_file_name
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

    Raise UsageError for a day outside of the years that a day may be in.
    """
    for part in parts.values():
        if isinstance(part, date):
            _require_valid_day(part)
    changes = [
        edits.letterhead_edit(assessed_report.period, name, part) for name, part in parts.items()
    ]
    commune_file.store.save_many(changes, "thể thức báo cáo")
    return commune_file.load(assessed_report.period)


def _require_valid_day(day: date | None) -> None:
    try:
        check_day(day, "Ngày ban hành")
    except ValueFaultError as error:
        raise UsageError(f"{error}.") from error


def attach_evidence(
    commune_file: CommuneFile, assessed_report: AssessedReport, new_evidence: NewEvidence
) -> AssessedReport:
    """Attach a file as evidence of a criterion; the same bytes are stored once.

    Raise UsageError for a code that the form does not have, and for a day that cannot be.
    """
    _require_valid_day(new_evidence.document.dated)
    try:
        # Asked before the file is stored: its bytes stay for good, even where nothing uses them.
        assessed_report.form.criterion(new_evidence.code)
    except KeyError:
        raise UsageError(f"Biểu mẫu không có tiêu chí “{new_evidence.code}”.") from None
    file = commune_file.store.add_file(new_evidence.source)
    sha256, known = file.sha256, _uses_of(assessed_report, file.sha256)
    # One that was renamed keeps its new name where it is attached once more.
    name = known[0].file.name if known and known[0].file.name != file.name else ""
    changes = [
        edits.evidence_edit(
            assessed_report.period,
            new_evidence.code,
            sha256,
            new_evidence.page,
            new_evidence.quote,
            name=name,
        )
    ]
    document = new_evidence.document
    if document == UNCITED_DOCUMENT and known:
        # A file that proves another criterion already is mostly the same document here.
        document = known[0].file.document
    if document != UNCITED_DOCUMENT:
        edit = edits.document_edit(assessed_report.period, sha256, document, code=new_evidence.code)
        changes.append(edit)
    commune_file.store.save_many(changes, f"đính kèm tài liệu cho tiêu chí {new_evidence.code}")
    return commune_file.load(assessed_report.period)


def _uses_of(assessed_report: AssessedReport, sha256: str) -> list[Evidence]:
    return [use for use in assessed_report.report.evidence if use.file.sha256 == sha256]


def detach_evidence(
    commune_file: CommuneFile, assessed_report: AssessedReport, code: str, sha256: str
) -> AssessedReport:
    """Remove evidence from a criterion; the bytes stay, so that this can be undone."""
    commune_file.store.save(edits.evidence_removal(assessed_report.period, code, sha256))
    return commune_file.load(assessed_report.period)


def rename_evidence(
    commune_file: CommuneFile, assessed_report: AssessedReport, code: str, sha256: str, name: str
) -> AssessedReport:
    """Rename an attached file; its ending stays and may be left out of `name`.

    At other criteria it gets the name too, but for those that the province has not reopened.
    Raise UsageError for a name that `evidence_name_fault` refuses.
    """
    if fault := evidence_name_fault(assessed_report, code, sha256, name):
        raise UsageError(fault)
    period = assessed_report.period
    changes = [
        edits.evidence_edit(
            period,
            use.criterion,
            sha256,
            use.page,
            use.quote,
            name=replace_stem(use.file.name, name),
        )
        for use in _uses_of(assessed_report, sha256)
        if use.criterion == code or assessed_report.can_change_criterion(use.criterion)
    ]
    commune_file.store.save_many(changes, f"đổi tên tài liệu của tiêu chí {code}")
    return commune_file.load(period)


def find_evidence(assessed_report: AssessedReport, code: str, wanted: str) -> Evidence:
    """Return the evidence of a criterion by its name, or by the beginning of its SHA-256.

    Raise UsageError when there is none, or several.
    """
    named = normalize_text(wanted)
    uses = assessed_report.report.evidence_of(code)
    matches = [use for use in uses if use.file.name == named]
    if not matches and re.fullmatch(r"[0-9a-f]{6,64}", wanted):
        matches = [use for use in uses if use.file.sha256.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    listed = "; ".join(
        f"{use.file.sha256[:12]} {printable_file_name(use.file.name)}" for use in uses
    )
    why = "có nhiều tài liệu" if matches else "không có tài liệu"
    raise UsageError(
        f"Tiêu chí {code} {why} “{wanted}”. Hãy ghi tên hoặc mã băm của một trong: "
        f"{listed or 'chưa đính kèm tài liệu nào'}."
    )


def evidence_name_fault(assessed_report: AssessedReport, code: str, sha256: str, name: str) -> str:
    """Return why an attached file cannot get a name, as a Vietnamese sentence; empty if it can."""
    uses = _uses_of(assessed_report, sha256)
    present = next((use.file.name for use in uses if use.criterion == code), None)
    if present is None:
        return f"Tiêu chí {code} không có tài liệu này; hãy xem lại danh sách tài liệu."
    new_name = replace_stem(present, name)
    if fault := new_name_fault(present, new_name):
        return fault
    # Where both stand in one list, people could not tell them apart.
    codes = {use.criterion for use in uses}
    for other in assessed_report.report.evidence:
        same = other.file.name.casefold() == new_name.casefold()
        if same and other.file.sha256 != sha256 and other.criterion in codes:
            return (
                f"Tiêu chí {other.criterion} đã có tài liệu khác tên “{other.file.name}”; "
                "hãy đặt tên khác."
            )
    return ""


def cite_document(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    code: str,
    sha256: str,
    document: CitedDocument,
) -> AssessedReport:
    """Set the citation of an attached file at a criterion; at others it stays as it is.

    Raise UsageError for a day that cannot be.
    """
    _require_valid_day(document.dated)
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
