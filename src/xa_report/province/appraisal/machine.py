"""Which step may follow which: the states of a case and what moves it on."""

from collections.abc import Mapping
from enum import StrEnum

from xa_report.domain.appraisal import CASE_LABELS, CaseState, Round
from xa_report.errors import UsageError


class Act(StrEnum):
    """What is done with a case."""

    RECEIVE = "receive"
    """A newer package came before anybody began."""
    APPRAISE = "appraise"
    CLOSE_ROUND = "close_round"
    RETURN = "return"
    CORRECT = "correct"
    """The package that answers a return came."""
    EXPLAIN = "explain"
    CLOSE = "close"
    REOPEN = "reopen"


_S = CaseState
WAYS: Mapping[CaseState, Mapping[Act, CaseState]] = {
    _S.RECEIVED: {
        Act.RECEIVE: _S.RECEIVED, Act.APPRAISE: _S.APPRAISING, Act.CLOSE_ROUND: _S.EXPLAINING,
        Act.RETURN: _S.RETURNED, Act.CLOSE: _S.CLOSED,
    },
    _S.APPRAISING: {
        Act.APPRAISE: _S.APPRAISING, Act.CLOSE_ROUND: _S.EXPLAINING, Act.RETURN: _S.RETURNED,
        Act.CLOSE: _S.CLOSED,
    },
    _S.EXPLAINING: {
        Act.EXPLAIN: _S.SECOND, Act.APPRAISE: _S.SECOND, Act.RETURN: _S.RETURNED,
        Act.CLOSE: _S.CLOSED,
    },
    _S.RETURNED: {
        # Others go on appraising meanwhile; the correction must still find the door open.
        Act.CORRECT: _S.SECOND, Act.EXPLAIN: _S.RETURNED, Act.APPRAISE: _S.RETURNED,
        Act.CLOSE: _S.CLOSED,
    },
    _S.SECOND: {
        Act.APPRAISE: _S.SECOND, Act.EXPLAIN: _S.SECOND, Act.RETURN: _S.RETURNED,
        Act.CLOSE: _S.CLOSED,
    },
    _S.CLOSED: {Act.REOPEN: _S.SECOND},
}  # fmt: skip
ACT_LABELS = {
    Act.RECEIVE: "nhận bản mới",
    Act.APPRAISE: "thẩm định",
    Act.CLOSE_ROUND: "kết thúc lần 1",
    Act.RETURN: "trả lại",
    Act.CORRECT: "nhận bản bổ sung",
    Act.EXPLAIN: "ghi giải trình",
    Act.CLOSE: "chốt điểm",
    Act.REOPEN: "mở lại",
}


def after(state: CaseState, act: Act, who: str) -> CaseState:
    """The state after an act; raise UsageError naming the case when it may not be done now."""
    found = WAYS[state].get(act)
    if found is None:
        allowed = ", ".join(ACT_LABELS[one] for one in WAYS[state])
        raise UsageError(
            f"{who} đang ở bước “{CASE_LABELS[state]}” nên không thể {ACT_LABELS[act]}. "
            f"Việc làm được lúc này: {allowed}."
        )
    return found


def round_of(state: CaseState) -> Round:
    """In which round an appraiser's entry is made."""
    first = (CaseState.RECEIVED, CaseState.APPRAISING)
    return Round.FIRST if state in first else Round.SECOND
