"""The commune takes the province's receipts: verified, for its own submission, each one once."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xa_report.commune.store.edit import Kind
from xa_report.commune.store.receipts import Coming, Kept, OpenField
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.receipt import Receipt, ReceiptKind
from xa_report.domain.reopening import OpenFields, open_fields
from xa_report.domain.report import STATE_LABELS, Report, ReportState
from xa_report.errors import UsageError
from xa_report.workflow.limited import content_of
from xa_report.workflow.receipts import carried_receipt, read_receipt
from xa_report.workflow.work import Commune

OUT = frozenset({ReportState.EXPORTED, ReportState.RECEIVED, ReportState.ACCEPTED})
"""States of a report that the province has or may have."""
STATES = {
    ReceiptKind.RECEIVED: ReportState.RECEIVED,
    ReceiptKind.APPRAISED: ReportState.RECEIVED,
    ReceiptKind.RETURNED: ReportState.RETURNED,
    ReceiptKind.ACCEPTED: ReportState.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt, and whether it did something now or had been applied before."""

    receipt: Receipt
    now: bool
    state: ReportState


def receive(commune: Commune, file: Path, trust: Path, moment: datetime | None = None) -> Taken:
    """Apply a receipt; raise UsageError, SigningError or PackageFaultError when it cannot be.

    A receipt that was applied before changes nothing.
    """
    pdf = content_of(file)
    known = _applied(commune, pdf)
    if known is not None:
        return known
    receipt, _ = read_receipt(pdf, trust, commune.unit.province_code, moment)
    report = _own_report(commune, receipt)
    kept = commune.store.receipts.every(receipt.period)
    _require_newer(receipt, kept)
    ends = _ends_correction(receipt, report, kept)
    if report.state is ReportState.RETURNED and receipt.kind is ReceiptKind.RETURNED:
        _require_wider(commune, receipt, kept[-1] if kept else None)
    elif not ends:
        _require_no_correction(receipt, report, kept)
        _require_submission(receipt, report)
    sent = _require_manifest(commune, receipt, report)
    coming = _coming(commune, receipt, report, pdf)
    if ends:
        commune.store.receipts.settle(coming, _signed_at(sent))
    else:
        commune.store.receipts.apply(coming)
    return Taken(receipt, now=True, state=coming.state)


def _coming(commune: Commune, receipt: Receipt, report: Report, pdf: bytes) -> Coming:
    """What a receipt does: a returned report becomes the next submission, another stays."""
    state, sequence = STATES[receipt.kind], receipt.sequence
    if state is ReportState.RETURNED:
        again = report.state is state
        sequence = report.sequence if again else commune.store.next_sequence(receipt.period)
    return Coming(
        period=receipt.period,
        sequence=receipt.sequence,
        number=receipt.number,
        kind=receipt.kind,
        content=pdf,
        state=state,
        report_sequence=sequence,
        opened=_opened(receipt, commune.form(report.form_sha256)),
    )


def _ends_correction(receipt: Receipt, report: Report, kept: tuple[Kept, ...]) -> bool:
    """Whether the province closes the submission that it returned, without waiting any longer."""
    final = receipt.kind is ReceiptKind.ACCEPTED and report.state is ReportState.RETURNED
    return final and bool(kept) and kept[-1].sequence == receipt.sequence


def _signed_at(sent: dict[str, bytes]) -> int:
    """The number of the last event before a submission was signed."""
    from xa_report.package.names import RECORD
    from xa_report.package.record.reading import read_record

    return read_record(sent[RECORD]).log.seq


def taken(commune: Commune, period: Period) -> tuple[Receipt, ...]:
    """What the province has answered so far, the newest last."""
    receipts = commune.store.receipts
    return tuple(
        carried_receipt(receipts.content(period, kept.number)) for kept in receipts.every(period)
    )


def keys_of(opened: OpenFields) -> tuple[OpenField, ...]:
    """The fields of the store that are open."""
    by_code = (Kind.MANUAL, Kind.EXPLANATION, Kind.EVIDENCE)
    return (
        *((Kind.ANSWER, item) for item in sorted(opened.items)),
        *((kind, code) for code in sorted(opened.codes) for kind in by_code),
    )


def _applied(commune: Commune, pdf: bytes) -> Taken | None:
    """The receipt with the same bytes; it was verified when it was applied."""
    digest = sha256(pdf).hexdigest()
    for period in commune.store.periods():
        if any(kept.sha256 == digest for kept in commune.store.receipts.every(period)):
            state = commune.store.report(period).state
            return Taken(carried_receipt(pdf), now=False, state=state)
    return None


def _own_report(commune: Commune, receipt: Receipt) -> Report:
    if receipt.unit.code != commune.unit.code:
        raise UsageError(
            f"Phiếu này gửi {receipt.unit.name} (mã {receipt.unit.code}), không phải "
            f"{commune.unit.name} (mã {commune.unit.code}). Hãy chọn đúng phiếu của đơn vị mình."
        )
    if receipt.period not in commune.store.periods():
        raise UsageError(
            f"Tệp số liệu này không có báo cáo {receipt.period.label} mà phiếu nói tới. "
            "Hãy mở đúng tệp số liệu của đơn vị."
        )
    return commune.store.report(receipt.period)


def _require_newer(receipt: Receipt, kept: tuple[Kept, ...]) -> None:
    last = kept[-1].number if kept else 0
    if receipt.number <= last:
        raise UsageError(
            f"Phiếu số {receipt.number} cũ hơn phiếu số {last} đã áp dụng cho báo cáo "
            f"{receipt.period.label}; không áp dụng. Hãy dùng phiếu mới nhất của tỉnh."
        )


def _require_no_correction(receipt: Receipt, report: Report, kept: tuple[Kept, ...]) -> None:
    """What is signed, and perhaps on its way, is not given up unasked."""
    answered = bool(kept) and kept[-1].kind is ReceiptKind.RETURNED
    signed = report.state in {ReportState.SIGNED, ReportState.EXPORTED}
    if answered and signed and receipt.sequence == kept[-1].sequence < report.sequence:
        raise UsageError(
            f"Phiếu trả lời lần nộp {receipt.sequence}, còn bản nộp lại lần {report.sequence} ở "
            "máy này đã ký; không áp dụng. Nếu chưa gửi bản nộp lại, hãy mở lại báo cáo rồi nhận "
            f"phiếu này; nếu đã gửi, hãy đợi tỉnh trả lời lần {report.sequence}."
        )


def _require_submission(receipt: Receipt, report: Report) -> None:
    if receipt.sequence != report.sequence:
        raise UsageError(
            f"Phiếu trả lời lần nộp {receipt.sequence}, còn báo cáo {report.period.label} ở máy "
            f"này là lần {report.sequence}; không áp dụng. Hãy xin tỉnh phiếu cho lần nộp mới nhất."
        )
    if report.state not in OUT:
        raise UsageError(
            f"Báo cáo {report.period.label} đang ở trạng thái “{STATE_LABELS[report.state]}”, chưa "
            "xuất gói gửi tỉnh nên chưa thể có phiếu. Hãy mở đúng tệp số liệu đã dùng để nộp."
        )


def _require_wider(commune: Commune, receipt: Receipt, last: Kept | None) -> None:
    """While a correction is being made the province may only open more."""
    if last is None or last.kind is not ReceiptKind.RETURNED or last.sequence != receipt.sequence:
        raise UsageError(
            f"Phiếu trả lời lần nộp {receipt.sequence}, không phải lần nộp đang được trả lại; "
            "không áp dụng. Hãy xin tỉnh phiếu cho lần nộp mới nhất."
        )
    before = carried_receipt(commune.store.receipts.content(receipt.period, last.number))
    closed = {one.code for one in before.reopened} - {one.code for one in receipt.reopened}
    if closed:
        raise UsageError(
            f"Phiếu số {receipt.number} đóng lại tiêu chí {', '.join(sorted(closed))} mà phiếu số "
            f"{last.number} đã mở, trong khi xã có thể đã sửa. Hãy đề nghị tỉnh phát hành phiếu "
            "giữ các tiêu chí đã mở, hoặc nộp lại rồi nhận phiếu mới."
        )


def _require_manifest(commune: Commune, receipt: Receipt, report: Report) -> dict[str, bytes]:
    """What was signed of the submission that the receipt answers."""
    from xa_report.package.names import MANIFEST

    sent = commune.store.outputs(replace(report, sequence=receipt.sequence))
    if sha256(sent.get(MANIFEST, b"")).hexdigest() != receipt.facts.manifest_sha256:
        raise UsageError(
            f"Phiếu nói về một báo cáo khác với báo cáo lần {receipt.sequence} mà máy này đã xuất "
            "(mã bản kê khác nhau); không áp dụng. Hãy mở đúng tệp số liệu đã dùng để nộp, hoặc "
            "báo tỉnh kiểm tra gói đã nhận."
        )
    return sent


def _opened(receipt: Receipt, form: Form) -> tuple[OpenField, ...]:
    try:
        return keys_of(open_fields(form, [one.code for one in receipt.reopened]))
    except KeyError as error:
        raise UsageError(
            f"Phiếu mở tiêu chí {error.args[0]}, bộ tiêu chí của báo cáo không có tiêu chí này; "
            "không áp dụng. Hãy báo tỉnh phát hành lại phiếu."
        ) from error
