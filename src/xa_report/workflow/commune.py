"""The commune's path from a new file to the exported report, one function for each step."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldChange, FieldKind
from xa_report.commune.store.store import Store
from xa_report.definitions.reader import check_compatible
from xa_report.domain.evidence import CitedDocument, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.files import write_whole
from xa_report.workflow.views import closed_words
from xa_report.workflow.work import UNCITED, Commune, Proof, Work


def create(path: Path, unit: Unit, forms: Sequence[Form], plans: Sequence[Plan]) -> Commune:
    """Make a commune's file with the definitions that it works by."""
    for form in forms:
        check_compatible(form, plans)
    store = Store.create(path, unit)
    for form in forms:
        store.definitions.put("form", form.id, form.version, form.canonical, form.sha256)
    for plan in plans:
        version = plan.sha256[:12]
        store.definitions.put("plan", plan.id, version, plan.canonical, plan.sha256)
    return Commune(store)


def open_commune(path: Path, *, read_only: bool = False) -> Commune:
    """Open a commune's file; raise StoreBusyError when another window holds it."""
    return Commune(Store.open(path, read_only=read_only))


def periods(commune: Commune) -> tuple[Period, ...]:
    """Periods that have a report, in the order of time."""
    return commune.store.periods()


def start(commune: Commune, period: Period) -> Work:
    """The report of a period, begun if there is none yet."""
    if period not in commune.store.periods():
        form = commune.form_for(period)
        commune.store.start_report(period, form.sha256, commune.store.definitions.hashes("plan"))
    return commune.load(period)


def load(commune: Commune, period: Period) -> Work:
    """The report of a period; raise UsageError when it was not begun."""
    return commune.load(period)


def answer(commune: Commune, work: Work, item: str, given: Answer | None) -> Work:
    """Answer an item, or with None take the answer away."""
    items = work.items()
    if item not in items:
        raise UsageError(f"Biểu mẫu không có số liệu “{item}”.")
    if not work.may_answer(item) and given != work.report.answers.get(item):
        raise UsageError(closed_words(work, items[item]))
    commune.store.save(edits.answer_edit(work.period, items[item], given))
    return commune.load(work.period)


def type_points(commune: Commune, work: Work, code: str, points: Decimal | None) -> Work:
    """Type the points of a criterion that is scored by hand."""
    commune.store.save(edits.manual_edit(work.period, code, points))
    return commune.load(work.period)


def explain(commune: Commune, work: Work, code: str, text: str) -> Work:
    """Write the explanation of a criterion; an empty text takes it away."""
    commune.store.save(edits.explanation_edit(work.period, code, text.strip()))
    return commune.load(work.period)


def give_reason(commune: Commune, work: Work, key: str, text: str) -> Work:
    """Answer a warning with a reason; `key` is the finding's."""
    commune.store.save(edits.reason_edit(work.period, key, text.strip()))
    return commune.load(work.period)


def set_letterhead(
    commune: Commune, work: Work, parts: Mapping[str, str | date | tuple[str, ...] | None]
) -> Work:
    """Set parts of the report's head or foot in one step; None brings a default back."""
    changes = [edits.letterhead_edit(work.period, name, part) for name, part in parts.items()]
    commune.store.save_many(changes, "thể thức báo cáo")
    return commune.load(work.period)


def attach(commune: Commune, work: Work, proof: Proof) -> Work:
    """Attach a file as proof of a criterion; the same bytes are kept once."""
    try:
        work.form.criterion(proof.code)
    except KeyError:
        raise UsageError(f"Biểu mẫu không có tiêu chí “{proof.code}”.") from None
    sha256 = commune.store.add_file(proof.source).sha256
    changes = [edits.evidence_edit(work.period, proof.code, sha256, proof.page, proof.quote)]
    if proof.document != UNCITED:
        changes.append(edits.document_edit(work.period, sha256, proof.document))
    commune.store.save_many(changes, f"đính kèm tài liệu cho tiêu chí {proof.code}")
    return commune.load(work.period)


def detach(commune: Commune, work: Work, code: str, sha256: str) -> Work:
    """Take a proof away; the bytes stay, so that this can be undone."""
    commune.store.save(edits.evidence_removal(work.period, code, sha256))
    return commune.load(work.period)


def cite(commune: Commune, work: Work, sha256: str, document: CitedDocument) -> Work:
    """Set how an attached file is cited."""
    commune.store.save(edits.document_edit(work.period, sha256, document))
    return commune.load(work.period)


def take_out(commune: Commune, file: EvidenceFile, folder: Path) -> Path:
    """Copy an attached file into a folder, so that it can be opened there."""
    copy = folder / Path(file.name).name
    write_whole(copy, commune.store.file_bytes(file.sha256))
    return copy


def undo(commune: Commune, work: Work) -> tuple[Work, tuple[FieldChange, ...]]:
    """Take the last step back; no changes when there is none."""
    changes = commune.store.undo(work.period)
    return commune.load(work.period), changes


def redo(commune: Commune, work: Work) -> tuple[Work, tuple[FieldChange, ...]]:
    """Do the step that was undone last once more."""
    changes = commune.store.redo(work.period)
    return commune.load(work.period), changes


def history(
    commune: Commune, period: Period | None = None, item: str | None = None
) -> tuple[FieldChange, ...]:
    """Who changed what and when, oldest first; of one item or of everything."""
    kind = FieldKind.ANSWER if item is not None else None
    return commune.store.history(period, kind, item)


def verify_log(commune: Commune) -> tuple[str, ...]:
    """What does not agree with the event log; empty when all is intact."""
    return commune.store.verify_log()
