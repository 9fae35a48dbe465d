"""State table of a report: the acts that are allowed, and the state that follows each."""

from collections.abc import Mapping
from enum import StrEnum

from xa_report.domain.period import Period
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import REPORT_STATE_LABELS, ReportState
from xa_report.errors import UsageError


class ReportAct(StrEnum):
    """An act on a report, by the commune or by a receipt of the province."""

    EDIT = "edit"
    """Change, undo or redo a field."""
    SIGN = "sign"
    """The chairman's signature, made by this program."""
    PREPARE = "prepare"
    """Export for a signature by another program."""
    SEAL = "seal"
    ADOPT = "adopt"
    """Take back what another program signed."""
    EXPORT = "export"
    """Write the package for the province; repeated as often as wanted."""
    REOPEN = "reopen"
    REOPEN_CORRECTION = "reopen_correction"
    """Reopen a signed correction: what the province opened stays the limit."""
    RECEIVED = "received"
    APPRAISED = "appraised"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    RETURNED_WIDER = "returned_wider"
    """A second return of the same submission, while it is being corrected."""
    CORRECTION_CLOSED = "correction_closed"
    """The province closes a returned submission without waiting for the correction."""


_S, _A = ReportState, ReportAct
_ALWAYS = {
    # ADOPT is limited by the exported PDF, which must be the same one, and not by the state.
    # REOPEN too: a commune may take its report back at any time; the number tells the difference.
    _A.ADOPT: _S.SIGNED, _A.REOPEN: _S.DRAFT, _A.REOPEN_CORRECTION: _S.RETURNED,
}  # fmt: skip
_ANSWERED = {
    # An exported report may be with the province although nobody at the commune knows it, so
    # every receipt is possible from EXPORTED on, in any order (a stick may be late).
    _A.RECEIVED: _S.RECEIVED, _A.APPRAISED: _S.RECEIVED, _A.RETURNED: _S.RETURNED,
    _A.ACCEPTED: _S.ACCEPTED,
}  # fmt: skip
TRANSITIONS: Mapping[ReportState, Mapping[ReportAct, ReportState]] = {
    _S.DRAFT: {_A.EDIT: _S.DRAFT, _A.SIGN: _S.READY, _A.PREPARE: _S.READY, **_ALWAYS},
    _S.READY: {_A.SEAL: _S.SIGNED, **_ALWAYS},
    _S.SIGNED: {_A.SEAL: _S.SIGNED, _A.EXPORT: _S.EXPORTED, **_ALWAYS},
    _S.EXPORTED: {_A.SEAL: _S.SIGNED, _A.EXPORT: _S.EXPORTED, **_ANSWERED, **_ALWAYS},
    _S.RECEIVED: {**_ANSWERED, **_ALWAYS},
    _S.RETURNED: {
        _A.EDIT: _S.RETURNED, _A.SIGN: _S.READY, _A.PREPARE: _S.READY,
        _A.RETURNED_WIDER: _S.RETURNED, _A.CORRECTION_CLOSED: _S.ACCEPTED, **_ALWAYS,
    },
    _S.ACCEPTED: {**_ANSWERED, **_ALWAYS},
}  # fmt: skip
RECEIPT_ACTS: Mapping[ReceiptKind, ReportAct] = {
    ReceiptKind.RECEIVED: ReportAct.RECEIVED,
    ReceiptKind.APPRAISED: ReportAct.APPRAISED,
    ReceiptKind.RETURNED: ReportAct.RETURNED,
    ReceiptKind.ACCEPTED: ReportAct.ACCEPTED,
}
"""The act of a receipt on a submission that is with the province."""

_SIGNED = "Báo cáo đã có chữ ký; muốn sửa và ký lại, hãy mở lại báo cáo (reopen)."
_NOT_OUT = (
    "Báo cáo {period} đang ở trạng thái “{state}”, chưa xuất gói gửi tỉnh nên chưa thể có phiếu. "
    "Hãy mở đúng tệp số liệu đã dùng để nộp."
)
_REFUSALS: Mapping[ReportAct, str] = {
    ReportAct.EDIT: "Báo cáo {period} đang ở trạng thái “{state}” nên không sửa được. "
    "Hãy chuyển báo cáo về bản nháp trước khi sửa.",
    ReportAct.SIGN: _SIGNED,
    ReportAct.PREPARE: _SIGNED,
    ReportAct.SEAL: "Chưa có chữ ký của chủ tịch; chủ tịch ký trước, con dấu đóng sau.",
    ReportAct.EXPORT: "Báo cáo chưa đủ chữ ký của chủ tịch và con dấu. Hãy ký, hoặc xuất bản chưa "
    "ký (--unsigned).",
}


def is_allowed(state: ReportState, act: ReportAct) -> bool:
    """Return whether the state allows an act; what was signed or answered may still forbid it."""
    return act in TRANSITIONS[state]


def next_report_state(period: Period, state: ReportState, act: ReportAct) -> ReportState:
    """Return the state after an act; raise UsageError with what to do when it is not allowed.

    The period is that of the report; the sentence names it.
    """
    if not is_allowed(state, act):
        raise refused_act_error(period, state, act)
    return TRANSITIONS[state][act]


def refused_act_error(period: Period, state: ReportState, act: ReportAct) -> UsageError:
    """Build the error for an act that is not allowed in the state of the report of a period."""
    sentence = _REFUSALS.get(act, _NOT_OUT)
    return UsageError(sentence.format(period=period.label, state=REPORT_STATE_LABELS[state]))


def is_sent(state: ReportState) -> bool:
    """Return whether the province has the report or may have it."""
    return is_allowed(state, ReportAct.RECEIVED)


def begins_submission(before: ReportState, after: ReportState) -> bool:
    """Return whether a change of state makes a sent report the next submission (L2 after L1).

    Sealing an exported report once more does not: it is still the same submission.
    """
    return is_sent(before) and not is_sent(after) and after is not ReportState.SIGNED
