"""Results of an import as a table and as JSON, and progress with the time left."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from xa_report.cli.output import align_table
from xa_report.domain.province.intake_outcome import NOTHING_STORED_ACTION, IntakeOutcome
from xa_report.workflow.province.intake import ImportFailure

if TYPE_CHECKING:
    from xa_report.province.intake.import_file import ImportResult


TABLE_HEADINGS = ["Tệp", "Đơn vị", "Kỳ", "Lần", "Kết quả", "Mã", "Cách xử lý"]
FAILED_LABEL = "Chưa nhập"


def import_lines(results: "Sequence[ImportResult | ImportFailure]") -> Iterator[str]:
    """A table, and below it the reasons, which are too long for its cells."""
    rows = [_import_cells(one) for one in results]
    yield from align_table([TABLE_HEADINGS, *rows]) if rows else ["Không có tệp nào để nhập."]
    for one in results:
        if text := _reason_text(one):
            yield f"  {_file_name(one)}: {text}"


def _import_cells(result: "ImportResult | ImportFailure") -> list[str]:
    if isinstance(result, ImportFailure):
        return [result.name, "", "", "", FAILED_LABEL, "", "Khắc phục rồi nhập lại tệp này."]
    what = result.classification
    return [
        what.examined_file.name, _unit_name(result), *_period_and_sequence(result), what.arrival.label, what.code,
        action_text(result),
    ]  # fmt: skip


def action_text(result: "ImportResult") -> str:
    """What is done with a file."""
    what = result.classification
    if what.completes:
        return "Nhận tài liệu kiểm chứng cho báo cáo đã có."
    if what.is_quarantined and not what.examined_file.sha256:
        return NOTHING_STORED_ACTION
    if what.is_quarantined and what.arrival is IntakeOutcome.NEW:
        return "Giữ riêng; cần một người đồng ý trước khi nhận."
    if what.is_quarantined and what.arrival.is_imported:
        return "Giữ riêng; bản đang dùng không đổi."
    return what.arrival.action


def _file_name(result: "ImportResult | ImportFailure") -> str:
    return (
        result.name
        if isinstance(result, ImportFailure)
        else result.classification.examined_file.name
    )


def _unit_name(result: "ImportResult") -> str:
    what = result.classification
    if what.unit:
        return f"{what.unit.code} {what.unit.name}"
    received = what.examined_file.received
    return f"{received.header.unit.code} ?" if received else ""


def _period_and_sequence(result: "ImportResult") -> tuple[str, str]:
    received = result.classification.examined_file.received
    if received is None:
        return "", ""
    report = received.header
    return str(report.period), f"L{report.sequence}"


def _reason_text(result: "ImportResult | ImportFailure") -> str:
    if isinstance(result, ImportFailure):
        return result.sentence
    what = result.classification
    again = len(what.examined_file.recomputed) if what.is_imported else 0
    parts = [what.reason, what.note, f"Chấm lại khác {again} chỗ." if again else ""]
    return " ".join(part for part in parts if part)


def import_row_json(result: "ImportResult | ImportFailure") -> dict[str, object]:
    """A file as JSON."""
    if isinstance(result, ImportFailure):
        return {"file": result.path, "outcome": "failed", "held": False, "reason": result.sentence}
    what = result.classification
    received = what.examined_file.received
    period, sequence = _period_and_sequence(result)
    return {
        "file": what.examined_file.path,
        "sha256": what.examined_file.sha256,
        "unit": what.unit.code if what.unit else None,
        "sent_unit": received.header.unit.code if received else None,
        "period": period or None,
        "sequence": int(sequence[1:]) if sequence else None,
        "outcome": what.arrival.key,
        "action": action_text(result),
        "held": what.is_quarantined,
        "code": what.code,
        "reason": what.reason,
        "note": what.note,
        "recomputed": len(what.examined_file.recomputed),
        "submission": result.submission or None,
        "number": result.quarantine_number or None,
    }


def count_outcomes(results: "Iterable[ImportResult | ImportFailure]") -> dict[str, int]:
    """How many files were taken in, kept apart, already there, and could not be worked on."""
    counter = Counter(_outcome_group(one) for one in results)
    return {name: counter[name] for name in ("taken", "kept", "held", "failed")}


def _outcome_group(result: "ImportResult | ImportFailure") -> str:
    if isinstance(result, ImportFailure):
        return "failed"
    what = result.classification
    if what.is_quarantined:
        return "held"
    return "taken" if what.is_imported or what.completes else "kept"


def import_summary_text(results: "Sequence[ImportResult | ImportFailure]", unrelated: int) -> str:
    """One line over all files."""
    n = count_outcomes(results)
    text = f"{len(results)} tệp: nhận {n['taken']}, đã có hoặc cũ hơn {n['kept']}, giữ riêng {n['held']}"
    text += f", chưa nhập {n['failed']}" if n["failed"] else ""
    return text + (f"; bỏ qua {unrelated} PDF không phải báo cáo." if unrelated else ".")
