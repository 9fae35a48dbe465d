"""The table of states: every state with every act, against the sets that it replaced."""

from itertools import product

import pytest

from xa_report.commune.report_states import (
    RECEIPT_ACTS,
    TRANSITIONS,
    ReportAct,
    begins_submission,
    is_allowed,
    is_sent,
    next_report_state,
    refused_act_error,
)
from xa_report.domain.period import Period
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError

YEAR = Period.parse("2026")
EVERY = set(ReportState)
EDITABLE = {ReportState.DRAFT, ReportState.RETURNED}
CHAIRMAN_SIGNED = {ReportState.READY, ReportState.SIGNED, ReportState.EXPORTED}
PACKED = {ReportState.SIGNED, ReportState.EXPORTED}
OUT = {ReportState.EXPORTED, ReportState.RECEIVED, ReportState.ACCEPTED}
AT_HOME = {ReportState.DRAFT, ReportState.READY, ReportState.RETURNED}
BEING_CORRECTED = {ReportState.RETURNED}
ALLOWED = {
    ReportAct.EDIT: EDITABLE,
    ReportAct.SIGN: EDITABLE,
    ReportAct.PREPARE: EDITABLE,
    ReportAct.SEAL: CHAIRMAN_SIGNED,
    ReportAct.ADOPT: EVERY,
    ReportAct.EXPORT: PACKED,
    ReportAct.REOPEN: EVERY,
    ReportAct.REOPEN_CORRECTION: EVERY,
    ReportAct.RECEIVED: OUT,
    ReportAct.APPRAISED: OUT,
    ReportAct.RETURNED: OUT,
    ReportAct.ACCEPTED: OUT,
    ReportAct.RETURNED_WIDER: BEING_CORRECTED,
    ReportAct.CORRECTION_CLOSED: BEING_CORRECTED,
}
AFTER = {
    ReportAct.SIGN: ReportState.READY,
    ReportAct.PREPARE: ReportState.READY,
    ReportAct.SEAL: ReportState.SIGNED,
    ReportAct.ADOPT: ReportState.SIGNED,
    ReportAct.EXPORT: ReportState.EXPORTED,
    ReportAct.REOPEN: ReportState.DRAFT,
    ReportAct.REOPEN_CORRECTION: ReportState.RETURNED,
    ReportAct.RETURNED_WIDER: ReportState.RETURNED,
    ReportAct.CORRECTION_CLOSED: ReportState.ACCEPTED,
}
RECEIPT_STATES = {
    ReceiptKind.RECEIVED: ReportState.RECEIVED,
    ReceiptKind.APPRAISED: ReportState.RECEIVED,
    ReceiptKind.RETURNED: ReportState.RETURNED,
    ReceiptKind.ACCEPTED: ReportState.ACCEPTED,
}


def test_the_table_and_the_sets_know_every_state_and_act():
    assert TRANSITIONS.keys() == EVERY
    assert ALLOWED.keys() == set(ReportAct)
    assert RECEIPT_ACTS.keys() == set(ReceiptKind)


@pytest.mark.parametrize(("state", "act"), list(product(ReportState, ReportAct)))
def test_an_act_is_allowed_where_the_sets_allowed_it(state, act):
    assert is_allowed(state, act) == (state in ALLOWED[act])
    if state not in ALLOWED[act]:
        with pytest.raises(UsageError):
            next_report_state(YEAR, state, act)
    elif act is ReportAct.EDIT:
        assert next_report_state(YEAR, state, act) is state
    elif act in AFTER:
        assert next_report_state(YEAR, state, act) is AFTER[act]


@pytest.mark.parametrize(("state", "kind"), list(product(sorted(OUT), ReceiptKind)))
def test_a_receipt_moves_a_sent_report(state, kind):
    assert next_report_state(YEAR, state, RECEIPT_ACTS[kind]) is RECEIPT_STATES[kind]


@pytest.mark.parametrize("before", ReportState)
def test_what_comes_back_from_outside_is_the_next_submission(before):
    assert is_sent(before) == (before in OUT)
    for after in ReportState:
        assert begins_submission(before, after) == (before in OUT and after in AT_HOME)


@pytest.mark.parametrize(
    ("state", "act", "sentence"),
    [
        (
            ReportState.SIGNED,
            ReportAct.EDIT,
            "Báo cáo năm 2026 đang ở trạng thái “Đã ký” nên không sửa được. Hãy chuyển báo cáo về "
            "bản nháp trước khi sửa.",
        ),
        (
            ReportState.READY,
            ReportAct.SIGN,
            "Báo cáo đã có chữ ký; muốn sửa và ký lại, hãy mở lại báo cáo (reopen).",
        ),
        (
            ReportState.DRAFT,
            ReportAct.SEAL,
            "Chưa có chữ ký của chủ tịch; chủ tịch ký trước, con dấu đóng sau.",
        ),
        (
            ReportState.READY,
            ReportAct.EXPORT,
            "Báo cáo chưa đủ chữ ký của chủ tịch và con dấu. Hãy ký, hoặc xuất bản chưa ký "
            "(--unsigned).",
        ),
        (
            ReportState.RETURNED,
            ReportAct.ACCEPTED,
            "Báo cáo năm 2026 đang ở trạng thái “Trả lại bổ sung”, chưa xuất gói gửi tỉnh nên chưa "
            "thể có phiếu. Hãy mở đúng tệp số liệu đã dùng để nộp.",
        ),
    ],
)
def test_a_refusal_says_what_to_do(state, act, sentence):
    assert str(refused_act_error(YEAR, state, act)) == sentence
