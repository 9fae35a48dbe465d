"""What files came to, as rows for people and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from xa_report.cli.screen import table
from xa_report.domain.province.intake_outcome import NOTHING_STORED_ACTION, IntakeOutcome
from xa_report.workflow.province.intake import ImportFailure

if TYPE_CHECKING:
    from xa_report.province.intake.import_file import ImportResult


HEADS = ["Tệp", "Đơn vị", "Kỳ", "Lần", "Kết quả", "Mã", "Cách xử lý"]
FAILED = "Chưa nhập"


def lines(found: "Sequence[ImportResult | ImportFailure]") -> Iterator[str]:
    """A table, and below it the reasons, which are too long for its cells."""
    rows = [_cells(one) for one in found]
    yield from table([HEADS, *rows]) if rows else ["Không có tệp nào để nhập."]
    for one in found:
        if text := _reason(one):
            yield f"  {_name(one)}: {text}"


def _cells(one: "ImportResult | ImportFailure") -> list[str]:
    if isinstance(one, ImportFailure):
        return [one.name, "", "", "", FAILED, "", "Khắc phục rồi nhập lại tệp này."]
    what = one.classified
    return [
        what.examined.name, _unit(one), *_turn(one), what.arrival.label, what.code,
        action(one),
    ]  # fmt: skip


def action(one: "ImportResult") -> str:
    """What is done with a file."""
    what = one.classified
    if what.completes:
        return "Nhận tài liệu kiểm chứng cho báo cáo đã có."
    if what.held and not what.examined.sha256:
        return NOTHING_STORED_ACTION
    if what.held and what.arrival is IntakeOutcome.NEW:
        return "Giữ riêng; cần một người đồng ý trước khi nhận."
    if what.held and what.arrival.taken:
        return "Giữ riêng; bản đang dùng không đổi."
    return what.arrival.action


def _name(one: "ImportResult | ImportFailure") -> str:
    return one.name if isinstance(one, ImportFailure) else one.classified.examined.name


def _unit(one: "ImportResult") -> str:
    what = one.classified
    if what.unit:
        return f"{what.unit.code} {what.unit.name}"
    received = what.examined.received
    return f"{received.about.unit.code} ?" if received else ""


def _turn(one: "ImportResult") -> tuple[str, str]:
    received = one.classified.examined.received
    if received is None:
        return "", ""
    report = received.about
    return str(report.period), f"L{report.sequence}"


def _reason(one: "ImportResult | ImportFailure") -> str:
    if isinstance(one, ImportFailure):
        return one.sentence
    what = one.classified
    again = len(what.examined.recomputed) if what.taken else 0
    parts = [what.reason, what.note, f"Chấm lại khác {again} chỗ." if again else ""]
    return " ".join(part for part in parts if part)


def row(one: "ImportResult | ImportFailure") -> dict[str, object]:
    """A file as JSON."""
    if isinstance(one, ImportFailure):
        return {"file": one.path, "outcome": "failed", "held": False, "reason": one.sentence}
    what = one.classified
    received = what.examined.received
    period, sequence = _turn(one)
    return {
        "file": what.examined.path,
        "sha256": what.examined.sha256,
        "unit": what.unit.code if what.unit else None,
        "sent_unit": received.about.unit.code if received else None,
        "period": period or None,
        "sequence": int(sequence[1:]) if sequence else None,
        "outcome": what.arrival.key,
        "action": action(one),
        "held": what.held,
        "code": what.code,
        "reason": what.reason,
        "note": what.note,
        "recomputed": len(what.examined.recomputed),
        "submission": one.submission or None,
        "number": one.held or None,
    }


def counts(found: "Iterable[ImportResult | ImportFailure]") -> dict[str, int]:
    """How many files were taken in, kept apart, already there, and could not be worked on."""
    counter = Counter(_kind(one) for one in found)
    return {name: counter[name] for name in ("taken", "kept", "held", "failed")}


def _kind(one: "ImportResult | ImportFailure") -> str:
    if isinstance(one, ImportFailure):
        return "failed"
    what = one.classified
    if what.held:
        return "held"
    return "taken" if what.taken or what.completes else "kept"


def summary(found: "Sequence[ImportResult | ImportFailure]", unrelated: int) -> str:
    """One line over all files."""
    n = counts(found)
    text = (
        f"{len(found)} tệp: nhận {n['taken']}, đã có hoặc cũ hơn {n['kept']}, giữ riêng {n['held']}"
    )
    text += f", chưa nhập {n['failed']}" if n["failed"] else ""
    return text + (f"; bỏ qua {unrelated} PDF không phải báo cáo." if unrelated else ".")
