"""State table of a case: the actions that are allowed, and the state that follows each."""

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
        # Appraisers go on meanwhile; the state stays, so that the correction is still accepted.
        _A.CORRECT: _S.SECOND, _A.EXPLAIN: _S.RETURNED, _A.APPRAISE: _S.RETURNED,
        _A.CLOSE: _S.CLOSED,
    },
    _S.SECOND: {
        _A.APPRAISE: _S.SECOND, _A.EXPLAIN: _S.SECOND, _A.RETURN: _S.RETURNED,
        _A.CLOSE: _S.CLOSED,
    },
    # To round 2, whichever it was closed in: entries of round 1 stay as they were when it closed.
    _S.CLOSED: {_A.REOPEN: _S.SECOND},
}  # fmt: skip


def next_case_state(state: CaseState, action: CaseAction, who: str) -> CaseState:
    """Return the state after an action; raise UsageError with the allowed ones otherwise.

    `who` is the name of the unit, with which the sentence begins.
    """
    state_after = TRANSITIONS[state].get(action)
    if state_after is None:
        allowed = ", ".join(CASE_ACTION_LABELS[each] for each in TRANSITIONS[state])
        raise UsageError(
            f"{who} đang ở bước “{CASE_STATE_LABELS[state]}” nên không thể "
            f"{CASE_ACTION_LABELS[action]}. Việc làm được lúc này: {allowed}."
        )
    return state_after


def round_of_state(state: CaseState) -> AppraisalRound:
    """Return the round to which an appraiser's entry belongs in a state."""
    first = (CaseState.RECEIVED, CaseState.APPRAISING)
    return AppraisalRound.FIRST if state in first else AppraisalRound.SECOND
