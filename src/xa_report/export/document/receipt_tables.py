"""The tables of a receipt: what came, points by criterion, what is open again."""

from collections.abc import Iterator
from decimal import Decimal

from xa_report.domain.numbers import show_number
from xa_report.domain.receipt import CriterionOutcome, Receipt
from xa_report.domain.text import VIETNAM
from xa_report.export.document.grid import Align, Column, Grid, Row, table
from xa_report.export.document.receipt_words import agency_of
from xa_report.export.fonts import Face

FACTS = (Column("Nội dung", 44), Column("Ghi nhận", 118))
SENT = (
    Column("Mã", 18, Align.CENTRE), Column("Tiêu chí", 120),
    Column("Tự chấm", 24, Align.RIGHT),
)  # fmt: skip
APPRAISED = (
    Column("Mã", 14, Align.CENTRE), Column("Tiêu chí", 60), Column("Tự chấm", 14, Align.RIGHT),
    Column("Thẩm định", 15, Align.RIGHT), Column("Chênh lệch", 15, Align.RIGHT),
    Column("Lý do", 44),
)  # fmt: skip
REOPENED = (Column("Mã", 18, Align.CENTRE), Column("Tiêu chí", 58), Column("Cần bổ sung", 86))
GROUP = 8
"""Digits of a hash that people compare at a glance."""
MOST_PLACES = 4


def received_table(receipt: Receipt, check: str) -> Grid:
    """What was received: whose, when, by which hashes, signed by whom."""
    facts, agency = receipt.facts, agency_of(receipt)
    rows = [
        ("Đơn vị gửi", f"{agency} (mã {receipt.unit.code})"),
        ("Kỳ, lần nộp", f"{receipt.period.label}, lần nộp {receipt.sequence}"),
        ("Nhận lúc", f"{facts.received.astimezone(VIETNAM):%H giờ %M, ngày %d/%m/%Y}"),
        ("Người ký", "\n".join(facts.signers) or "không ghi"),
        ("Mã kiểm tra", check),
        ("SHA-256 của tệp", grouped(facts.package_sha256)),
        ("SHA-256 của bản kê", grouped(facts.manifest_sha256)),
        ("Phiếu", f"số {receipt.number} của báo cáo kỳ này"),
    ]
    return table(FACTS, [Row(row) for row in rows if row[1]], "Bảng báo cáo đã nhận")


def scores_table(receipt: Receipt) -> Grid:
    """Points by criterion; before the appraisal only the commune's own."""
    outcomes, place = receipt.outcomes, "Bảng điểm"
    places = _places(outcomes)
    if all(outcome.appraised is None for outcome in outcomes):
        rows = [Row((o.code, o.title, show_number(o.sent, places))) for o in outcomes]
        return table(SENT, rows, place)
    return table(APPRAISED, _appraised(outcomes, places), place)


def reopened_table(receipt: Receipt) -> Grid:
    """The reopened criteria with what is wanted."""
    titles = {outcome.code: outcome.title for outcome in receipt.outcomes}
    rows = [Row((o.code, titles.get(o.code, ""), o.why.words)) for o in receipt.reopened]
    return table(REOPENED, rows, "Bảng tiêu chí mở lại")


def grouped(digest: str) -> str:
    """A hash in two lines of groups that can be compared by eye."""
    groups = [digest[at : at + GROUP] for at in range(0, len(digest), GROUP)]
    half = len(groups) // 2
    return f"{' '.join(groups[:half])}\n{' '.join(groups[half:])}"


def _appraised(outcomes: tuple[CriterionOutcome, ...], places: int) -> Iterator[Row]:
    for outcome in outcomes:
        after = outcome.appraised
        differs = after is not None and after != outcome.sent
        moved = _signed(after - outcome.sent, places) if after is not None and differs else ""
        shown = "" if after is None else show_number(after, places)
        why = outcome.why.words if outcome.why else ""
        cells = (outcome.code, outcome.title, show_number(outcome.sent, places), shown, moved, why)
        yield Row(cells, Face.BOLD if differs else Face.REGULAR)


def _signed(difference: Decimal, places: int) -> str:
    return f"{'-' if difference < 0 else '+'}{show_number(abs(difference), places)}"


def _places(outcomes: tuple[CriterionOutcome, ...]) -> int:
    """As many decimals as the most exact number of the table has."""
    numbers = [n for o in outcomes for n in (o.sent, o.appraised) if n is not None]
    exponents = [n.normalize().as_tuple().exponent for n in numbers]
    return min(max([0, *(-e for e in exponents if isinstance(e, int))]), MOST_PLACES)
