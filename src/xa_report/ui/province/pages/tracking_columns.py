"""The columns of the list of all communes, and the groups by which it is narrowed."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.overview import CommuneStatus
from xa_report.domain.text import strip_accents
from xa_report.ui.marks import Mark
from xa_report.ui.province import texts
from xa_report.ui.province.book import Book
from xa_report.ui.province.case_marks import case_mark
from xa_report.ui.shared.object_table_model import ColumnSpec, always

IN_TIME, LATE = Mark("met", "đúng hạn", "met"), Mark("below", "nộp trễ", "below")
HELD = Mark("below", "có tệp giữ riêng", "below")
AT_WORK = frozenset(
    {CaseState.APPRAISING, CaseState.EXPLAINING, CaseState.RETURNED, CaseState.SECOND}
)


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the communes."""

    name: str
    holds: Callable[[CommuneStatus], bool]


GROUPS = (
    Group("Tất cả", lambda line: True),
    Group("Chưa nộp", lambda line: not line.sent),
    Group("Nộp trễ", lambda line: line.late),
    Group("Chờ thẩm định", lambda line: line.state is CaseState.RECEIVED),
    Group("Đang thẩm định", lambda line: line.state in AT_WORK),
    Group("Đã chốt", lambda line: line.closed),
)


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort the list, also without the mouse."""

    name: str
    column: int
    falling: bool = False


ORDERS = (
    Order("Tên xã, phường", 0),
    Order("Trạng thái", 2),
    Order("Ngày nhận, mới nhất trước", 4, falling=True),
    Order("Điểm thẩm định, cao nhất trước", 6, falling=True),
    Order("Chênh lệch tự chấm và thẩm định", 5, falling=True),
)


def columns(book: Book) -> tuple[ColumnSpec[CommuneStatus], ...]:
    """One row for each commune."""

    def mark(line: CommuneStatus) -> Mark:
        return case_mark(line.state, overdue=book.overdue(line))

    def came(line: CommuneStatus) -> Mark | None:
        return _punctual(line) if line.sent else HELD if book.held_of(line) else None

    def came_word(line: CommuneStatus) -> str:
        found = came(line)
        return found.word if found else texts.NONE

    def held_words(line: CommuneStatus) -> str:
        return "\n".join(f"Giữ riêng số {one.number}: {one.reason}" for one in book.held_of(line))

    return (
        ColumnSpec("Xã, phường", lambda line: line.unit.name, key=_name, strong=always, tip=_named),
        ColumnSpec("Nộp báo cáo", came_word, mark=came, key=_arrival, tip=held_words),
        ColumnSpec("Trạng thái", lambda line: mark(line).word, mark=mark, key=_state),
        ColumnSpec("Lần nộp", texts.sending, key=lambda line: line.sequence, about=_SENDING),
        ColumnSpec("Nhận lúc", lambda line: texts.moment(line.received), key=_arrival),
        ColumnSpec("Tự chấm", _sent, right=True, key=_gap, tip=_gap_words),
        ColumnSpec("Thẩm định", _appraised, right=True, key=_percent),
        ColumnSpec(
            "Chỉ số", _share, right=True, key=_percent, about="Phần trăm điểm tối đa áp dụng"
        ),
        ColumnSpec("Xếp loại", lambda line: texts.rating(line.contestant), key=_percent),
    )


_SENDING = "L1 là lần nộp đầu, L2 là bản thay thế hoặc bổ sung…"


def _name(line: CommuneStatus) -> tuple[str, str]:
    kind, _, name = line.unit.name.partition(" ")
    return strip_accents(name or kind), line.unit.code


def _named(line: CommuneStatus) -> str:
    return f"{line.unit.name} (mã {line.unit.code})"


def _punctual(line: CommuneStatus) -> Mark:
    return LATE if line.late else IN_TIME


def _arrival(line: CommuneStatus) -> tuple[bool, str]:
    return line.sent, line.received.isoformat() if line.received else ""


def _state(line: CommuneStatus) -> int:
    return -1 if line.state is None else list(CaseState).index(line.state)


def _percent(line: CommuneStatus) -> Fraction:
    one = line.contestant
    return Fraction(-1) if one is None or one.percent is None else one.percent


def _gap(line: CommuneStatus) -> Fraction:
    one = line.contestant
    return Fraction(-1) if one is None else abs(Fraction(one.sent - one.result))


def _gap_words(line: CommuneStatus) -> str:
    one = line.contestant
    if one is None:
        return "Chưa nộp báo cáo."
    if one.sent == one.result:
        return "Điểm thẩm định bằng điểm tự chấm."
    side = "cao" if one.sent > one.result else "thấp"
    return f"Tự chấm {side} hơn thẩm định {texts.points(abs(one.sent - one.result))} điểm."


def _sent(line: CommuneStatus) -> str:
    return texts.points(line.contestant.sent if line.contestant else None)


def _appraised(line: CommuneStatus) -> str:
    return texts.points(line.contestant.result if line.contestant else None)


def _share(line: CommuneStatus) -> str:
    return texts.percent(line.contestant.percent if line.contestant else None)
