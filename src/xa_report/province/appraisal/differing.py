"""Differences between what a commune signed for, what its figures give, and what counts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from xa_report.assess.province.appraisal import scored_results
from xa_report.domain.assessment import Assessment
from xa_report.domain.numbers import show_number
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason, PointDifference
from xa_report.domain.score_summary import ScoreSummary


def named_differences(
    found: Iterable[PointDifference],
    reason: Callable[[str], DifferenceReason | None],
    *,
    signed: ScoreSummary,
    sent: Assessment,
    counts: Assessment,
) -> tuple[PointDifference, ...]:
    """Give every difference its reason; `reason` tells why figures of a criterion were corrected.

    `signed` is what the commune signed for, `sent` what its figures give, `counts` what counts
    now. A criterion whose signed points are not those that its own figures give is named too.
    """
    own = {
        one.code: one if one.why is not None else replace(one, why=reason(one.code))
        for one in found
    }
    return tuple(_against_signed(own, signed, sent, counts))


def _against_signed(
    own: dict[str, PointDifference], signed: ScoreSummary, sent: Assessment, counts: Assessment
) -> Iterator[PointDifference]:
    for now in scored_results(counts):
        said, computed = signed.points.get(now.code), sent.of(now.code).points
        one = own.get(now.code)
        if said is None or said.points == computed:
            if one is not None:
                yield one
            continue
        text = f"Số liệu đã gửi chỉ cho {show_number(computed)} điểm"
        why = one.why if one and one.why else DifferenceReason(DifferenceCode.WRONG_RULE, text)
        points = (said.points, now.points)
        yield PointDifference(now.code, now.title, *points, why, computed=True, part=now.part)
