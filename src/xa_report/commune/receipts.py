"""Receipts that the commune accepts, and the effect of each on its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from xa_report.commune.report_states import RECEIPT_ACTS, ReportAct, is_allowed, next_report_state
from xa_report.commune.store.edits import FieldKind
from xa_report.commune.store.receipt_rows import IncomingReceipt, OpenField, StoredReceipt
from xa_report.commune.store.store import Store
from xa_report.domain.form import Form
from xa_report.domain.receipt import Receipt, ReceiptKind, ReopenedFields, collect_reopened_fields
from xa_report.domain.report import Report, ReportState
from xa_report.errors import UsageError
from xa_report.package.package_files import MANIFEST_NAME


@dataclass(frozen=True, slots=True)
class ReceiptContext:
    """A receipt, the report that it answers, and the receipts that were applied before."""

    receipt: Receipt
    report: Report
    applied: tuple[StoredReceipt, ...] = ()
    """The newest last."""
    last: Receipt | None = None
    """The content of the newest of them."""


def find_report(store: Store, receipt: Receipt) -> Report:
    """Load the report that a receipt answers; raise UsageError when it is not this file's."""
    if receipt.unit.code != store.unit.code:
        raise UsageError(
            f"Phiếu này gửi {receipt.unit.name} (mã {receipt.unit.code}), không phải "
            f"{store.unit.name} (mã {store.unit.code}). Hãy chọn đúng phiếu của đơn vị mình."
        )
    if receipt.period not in store.periods():
        raise UsageError(
            f"Tệp số liệu này không có báo cáo {receipt.period.label} mà phiếu nói tới. "
            "Hãy mở đúng tệp số liệu của đơn vị."
        )
    return store.report(receipt.period)


def require_act(context: ReceiptContext) -> ReportAct:
    """Decide what a receipt does to the report; raise UsageError when it may do nothing."""
    # An older receipt is refused before all else: its other faults would only be consequences.
    _require_newer(context)
    act = _act(context)
    if act is ReportAct.RETURNED_WIDER:
        _require_wider(context)
    elif act is not ReportAct.CORRECTION_CLOSED:
        _require_no_signed_correction(context)
        _require_same_submission(context)
    next_report_state(context.report.period, context.report.state, act)
    return act


def require_manifest(receipt: Receipt, outputs: Mapping[str, bytes]) -> None:
    """Raise UsageError unless a receipt answers what was signed under its submission's number.

    The outputs are those of that submission, by their names in the package.
    """
    if sha256(outputs.get(MANIFEST_NAME, b"")).hexdigest() != receipt.facts.manifest_sha256:
        raise UsageError(
            f"Phiếu nói về một báo cáo khác với báo cáo lần {receipt.sequence} mà máy này đã xuất "
            "(mã bản kê khác nhau); không áp dụng. Hãy mở đúng tệp số liệu đã dùng để nộp, hoặc "
            "báo tỉnh kiểm tra gói đã nhận."
        )


def build_application(
    context: ReceiptContext, act: ReportAct, pdf: bytes, *, form: Form, next_sequence: int
) -> IncomingReceipt:
    """Build what the store applies: a returned report becomes the next submission.

    Raise UsageError when the receipt opens a criterion that the form does not have.
    """
    receipt, report = context.receipt, context.report
    sequence = receipt.sequence
    if act is ReportAct.RETURNED:
        sequence = next_sequence
    elif act is ReportAct.RETURNED_WIDER:
        # The correction that is being made keeps its number: nothing was signed under it yet.
        sequence = report.sequence
    return IncomingReceipt(
        period=receipt.period,
        sequence=receipt.sequence,
        number=receipt.number,
        kind=receipt.kind,
        content=pdf,
        state=next_report_state(report.period, report.state, act),
        report_sequence=sequence,
        opened=_opened_fields(receipt, form),
    )


def open_field_keys(opened: ReopenedFields) -> tuple[OpenField, ...]:
    """Return the fields of the store that a return opens, items first, each group sorted."""
    by_code = (FieldKind.MANUAL, FieldKind.EXPLANATION, FieldKind.EVIDENCE)
    return (
        *((FieldKind.ANSWER, item) for item in sorted(opened.items)),
        *((kind, code) for code in sorted(opened.codes) for kind in by_code),
    )


def _act(context: ReceiptContext) -> ReportAct:
    """Return the act of a receipt; a report that is being corrected has two of its own."""
    kind, applied = context.receipt.kind, context.applied
    if context.report.state is ReportState.RETURNED:
        if kind is ReceiptKind.RETURNED:
            return ReportAct.RETURNED_WIDER
        same = bool(applied) and applied[-1].sequence == context.receipt.sequence
        if kind is ReceiptKind.ACCEPTED and same:
            return ReportAct.CORRECTION_CLOSED
    return RECEIPT_ACTS[kind]


def _require_newer(context: ReceiptContext) -> None:
    """Raise UsageError unless the receipt's number follows that of the last one applied."""
    receipt, applied = context.receipt, context.applied
    last = applied[-1].number if applied else 0
    if receipt.number <= last:
        raise UsageError(
            f"Phiếu số {receipt.number} cũ hơn phiếu số {last} đã áp dụng cho báo cáo "
            f"{receipt.period.label}; không áp dụng. Hãy dùng phiếu mới nhất của tỉnh."
        )


def _require_wider(context: ReceiptContext) -> None:
    """Raise UsageError when a second return closes what the first opened.

    The commune may have edited there since; its edits would become forbidden after the fact.
    """
    receipt, last = context.receipt, context.last
    if (
        last is None
        or last.kind is not ReceiptKind.RETURNED
        or context.applied[-1].sequence != receipt.sequence
    ):
        raise UsageError(
            f"Phiếu trả lời lần nộp {receipt.sequence}, không phải lần nộp đang được trả lại; "
            "không áp dụng. Hãy xin tỉnh phiếu cho lần nộp mới nhất."
        )
    closed = {line.code for line in last.reopened} - {line.code for line in receipt.reopened}
    if closed:
        raise UsageError(
            f"Phiếu số {receipt.number} đóng lại tiêu chí {', '.join(sorted(closed))} mà phiếu số "
            f"{last.number} đã mở, trong khi xã có thể đã sửa. Hãy đề nghị tỉnh phát hành phiếu "
            "giữ các tiêu chí đã mở, hoặc nộp lại rồi nhận phiếu mới."
        )


def _require_no_signed_correction(context: ReceiptContext) -> None:
    """Raise UsageError when a receipt for an earlier submission would discard a signed correction.

    The signed correction is perhaps with the province already.
    """
    receipt, report, applied = context.receipt, context.report, context.applied
    returned = bool(applied) and applied[-1].kind is ReceiptKind.RETURNED
    signed = is_allowed(report.state, ReportAct.EXPORT)
    if returned and signed and receipt.sequence == applied[-1].sequence < report.sequence:
        raise UsageError(
            f"Phiếu trả lời lần nộp {receipt.sequence}, còn bản nộp lại lần {report.sequence} ở "
            "máy này đã ký; không áp dụng. Nếu chưa gửi bản nộp lại, hãy mở lại báo cáo rồi nhận "
            f"phiếu này; nếu đã gửi, hãy đợi tỉnh trả lời lần {report.sequence}."
        )


def _require_same_submission(context: ReceiptContext) -> None:
    receipt, report = context.receipt, context.report
    if receipt.sequence != report.sequence:
        raise UsageError(
            f"Phiếu trả lời lần nộp {receipt.sequence}, còn báo cáo {report.period.label} ở máy "
            f"này là lần {report.sequence}; không áp dụng. Hãy xin tỉnh phiếu cho lần nộp mới nhất."
        )


def _opened_fields(receipt: Receipt, form: Form) -> tuple[OpenField, ...]:
    try:
        return open_field_keys(
            collect_reopened_fields(form, [one.code for one in receipt.reopened])
        )
    except KeyError as error:
        raise UsageError(
            f"Phiếu mở tiêu chí {error.args[0]}, bộ tiêu chí của báo cáo không có tiêu chí này; "
            "không áp dụng. Hãy báo tỉnh phát hành lại phiếu."
        ) from error
