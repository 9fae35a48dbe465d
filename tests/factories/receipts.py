"""Receipts made for tests: one that is always the same, and a strategy over all of them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.receipt import (
    CriterionOutcome,
    Receipt,
    ReceiptKind,
    ReceiptTotals,
    ReceivedSubmission,
    ReopenedCriterion,
)
from xa_report.domain.unit import Unit

HANOI = timezone(timedelta(hours=7))
UNIT = Unit("25525", "Xã Tân Hội", "xã", "80", "Tỉnh Tây Ninh")
ISSUED = datetime(2026, 12, 20, 9, 15, tzinfo=HANOI)
LATE = DifferenceReason(DifferenceCode.LATE, "Kế hoạch ban hành ngày 15/02/2026, quá hạn 15 ngày.")
MISSING = DifferenceReason(DifferenceCode.NO_EVIDENCE, "Bổ sung biên bản kiểm tra quý III.")
RETURNED = Receipt(
    unit=UNIT,
    period=Period(2026),
    sequence=1,
    number=2,
    kind=ReceiptKind.RETURNED,
    issued=ISSUED,
    issuer="Sở Nội vụ tỉnh Tây Ninh",
    facts=ReceivedSubmission(
        "ab" * 32, "0123456789abcdef" * 4, ISSUED - timedelta(days=6, hours=1),
        ("Nguyễn Thị Hạnh (UBND xã Tân Hội)", "UBND xã Tân Hội"),
    ),
    totals=ReceiptTotals(Decimal("61.5"), Decimal("58.25"), Decimal(80), Decimal("72.81"), "Khá"),
    outcomes=(
        CriterionOutcome("1.1", "Ban hành kế hoạch", Decimal(2), Decimal("0.5"), LATE),
        CriterionOutcome("1.2", "Tự kiểm tra", Decimal("1.75"), Decimal(0), MISSING),
        CriterionOutcome("2.1", "Hồ sơ đúng hạn", Decimal(4), Decimal(4)),
    ),
    reopened=(ReopenedCriterion("1.2", MISSING),),
    deadline=(ISSUED + timedelta(days=10)).date(),
    note="Gửi kèm bản quét có chữ ký.",
)  # fmt: skip

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
)
points = st.decimals(-100, 1000, places=2)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1),
    timezones=st.sampled_from([HANOI, UTC]),
)  # fmt: skip
signers = st.lists(texts, max_size=3).map(tuple)
whys = st.builds(DifferenceReason, st.sampled_from(DifferenceCode), texts)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
codes = st.lists(st.sampled_from(["1", "1.1", "1.2", "3.2.1", "T1", "P2"]), unique=True)


@st.composite
def receipt_strategy(draw: st.DrawFn) -> Receipt:
    """Any receipt that makes sense."""
    kind = draw(st.sampled_from(ReceiptKind))
    reopened = draw(codes.filter(bool)) if kind is ReceiptKind.RETURNED else []
    return Receipt(
        unit=UNIT,
        period=draw(st.sampled_from([Period(2026), Period.parse("2026-Q3")])),
        sequence=draw(st.integers(1, 999)),
        number=draw(st.integers(1, 9999)),
        kind=kind,
        issued=draw(moments),
        issuer=draw(texts),
        facts=draw(
            st.builds(ReceivedSubmission, hashes, hashes, moments, signers)
        ),
        totals=draw(
            st.builds(
                ReceiptTotals, points, st.none() | points, st.none() | points,
                st.none() | points, texts,
            )
        ),
        outcomes=tuple(
            draw(
                st.builds(
                    CriterionOutcome, st.just(code), texts, points, st.none() | points,
                    st.none() | whys,
                )
            )
            for code in draw(codes)
        ),
        reopened=tuple(ReopenedCriterion(code, draw(whys)) for code in reopened),
        deadline=draw(st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))),
        note=draw(texts),
    )  # fmt: skip
