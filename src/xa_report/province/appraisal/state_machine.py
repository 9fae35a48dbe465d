"""States of a case and the actions allowed in each."""

from collections.abc import Mapping

from xa_report.domain.province.appraisal import (
    CASE_ACTION_LABELS,
    CASE_STATE_LABELS,
    AppraisalRound,
    CaseAction,
    CaseState,
)
from xa_report.errors import UsageError

_A, _S = CaseAction, CaseState
TRANSITIONS: Mapping[CaseState, Mapping[CaseAction, CaseState]] = {
    _S.RECEIVED: {
        _A.RECEIVE: _S.RECEIVED, _A.APPRAISE: _S.APPRAISING, _A.CLOSE_ROUND: _S.EXPLAINING,
        _A.RETURN: _S.RETURNED, _A.CLOSE: _S.CLOSED,
    },
    _S.APPRAISING: {
        _A.APPRAISE: _S.APPRAISING, _A.CLOSE_ROUND: _S.EXPLAINING, _A.RETURN: _S.RETURNED,
        _A.CLOSE: _S.CLOSED,
    },
    _S.EXPLAINING: {
        _A.EXPLAIN: _S.SECOND, _A.APPRAISE: _S.SECOND, _A.RETURN: _S.RETURNED,
        _A.CLOSE: _S.CLOSED,
    },
    _S.RETURNED: {
        # Others go on appraising meanwhile; the correction must still find the door open.
        _A.CORRECT: _S.SECOND, _A.EXPLAIN: _S.RETURNED, _A.APPRAISE: _S.RETURNED,
        _A.CLOSE: _S.CLOSED,
    },
    _S.SECOND: {
        _A.APPRAISE: _S.SECOND, _A.EXPLAIN: _S.SECOND, _A.RETURN: _S.RETURNED,
        _A.CLOSE: _S.CLOSED,
    },
    _S.CLOSED: {_A.REOPEN: _S.SECOND},
}  # fmt: skip


def next_state(state: CaseState, action: CaseAction, who: str) -> CaseState:
    """The state after an act; raise UsageError naming the case when it may not be done now."""
    found = TRANSITIONS[state].get(action)
    if found is None:
        allowed = ", ".join(CASE_ACTION_LABELS[one] for one in TRANSITIONS[state])
        raise UsageError(
            f"{who} đang ở bước “{CASE_STATE_LABELS[state]}” nên không thể {CASE_ACTION_LABELS[action]}. "
            f"Việc làm được lúc này: {allowed}."
        )
    return found


def round_of_state(state: CaseState) -> AppraisalRound:
    """In which round an appraiser's entry is made."""
    first = (CaseState.RECEIVED, CaseState.APPRAISING)
    return AppraisalRound.FIRST if state in first else AppraisalRound.SECOND
