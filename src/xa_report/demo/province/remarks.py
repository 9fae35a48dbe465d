"""What departments find in the reports of communes: where, why, and what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xa_report.demo.province.answers import PORTAL, READ
from xa_report.demo.province.cast import Player
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.numbers import show_number
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.report import Report

if TYPE_CHECKING:
    from xa_report.province.appraisal.case import CaseDetail
    from xa_report.province.appraisal.entry_validation import EntryChange


SCORE, SCORED = "chi_so_766", "3.6"
MISTAKEN = "1.2.1"
"""What a department holds against a commune that can show that it is not so."""
REPROVED = "kl_khien_trach"


@dataclass(frozen=True, slots=True)
class Remark:
    """One kind of finding that takes points away."""

    code: str
    less: Decimal
    why: DifferenceReason


def _remark(code: str, less: str, why: DifferenceCode, text: str) -> Remark:
    return Remark(code, Decimal(less), DifferenceReason(why, text))


_WHY = DifferenceCode
REMARKS = (
    _remark(MISTAKEN, "0.25", _WHY.LATE, "Sổ công văn đến ghi báo cáo quý I đến sau hạn."),
    _remark("1.5", "0.75", _WHY.WRONG_EVIDENCE, "Một sáng kiến chưa có quyết định công nhận."),
    _remark("1.7", "0.5", _WHY.NO_EVIDENCE, "Thiếu biên bản của cuộc đối thoại thứ hai."),
    _remark("2.1.2", "0.5", _WHY.LATE, "Báo cáo đến Sở Tư pháp ngày 08/12/2026."),
    _remark("2.4", "0.1", _WHY.OTHER_SOURCE, "Hai vụ hòa giải chưa có biên bản."),
    _remark("3.1.2", "0.25", _WHY.WRONG_EVIDENCE, "Mã QR tại quầy không mở được danh mục."),
    _remark("4.5", "0.25", _WHY.WRONG_RULE, "Chưa có quy chế phối hợp như hướng dẫn yêu cầu."),
    _remark("6.2.2", "0.5", _WHY.WRONG_EVIDENCE, "Thiếu thuyết minh quyết toán."),
    _remark("7.4", "1", _WHY.OTHER_SOURCE, "Lịch tiếp công dân trên trang không được cập nhật."),
    _remark("7.5.2", "0.1", _WHY.OTHER_SOURCE, "Một tổ công nghệ số không còn hoạt động."),
)


def remarks_on(player: Player, found: "CaseDetail", *, mistaken: bool) -> "Iterator[EntryChange]":
    """What departments put in place for one commune; each remark fits what it gave itself."""
    from xa_report.province.appraisal.entry_validation import EntryChange
    from xa_report.province.database.appraisal import EntryKind

    dice = player.dice("remarks")
    chosen = dice.sample(REMARKS, dice.randint(2, 4))
    always = [REMARKS[0]] if mistaken else []
    for one in dict.fromkeys([*always, *chosen]):
        points = found.sent.of(one.code).points - one.less
        if points >= 0 and (one.code != MISTAKEN or mistaken):
            yield EntryChange(EntryKind.POINTS, one.code, points, one.why)
    if dice.random() < 0.5:
        score, why = true_score(player, found.report)
        yield EntryChange(EntryKind.ANSWER, SCORE, score, why)
    if dice.random() < 0.2:
        yield EntryChange(EntryKind.ANSWER, REPROVED, *_reproved(found))


def true_score(player: Player, report: Report) -> tuple[Answer, DifferenceReason]:
    """What the national portal really says of a commune, and why that counts."""
    told = report.answers[SCORE].value
    if not isinstance(told, ExternalScore):
        raise TypeError(told)
    score = told.score - Decimal(player.dice("portal").randint(150, 650)) / 100
    text = f"{PORTAL} ghi {show_number(score)} điểm, không phải {show_number(told.score)}."
    return Answer(ExternalScore(score, PORTAL, READ)), DifferenceReason(
        DifferenceCode.OTHER_SOURCE, text
    )


def _reproved(found: "CaseDetail") -> tuple[Answer, DifferenceReason]:
    told = found.report.answers[REPROVED].value
    more = (told if isinstance(told, Decimal) else Decimal(0)) + 1
    text = "Sở Nội vụ có thêm một quyết định khiển trách trong kỳ."
    return Answer(more), DifferenceReason(DifferenceCode.OTHER_SOURCE, text)
