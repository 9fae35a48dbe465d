"""Results of an import as a table and as JSON, and progress with the time left."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xa_report.cli.output import align_table
from xa_report.domain.province.intake_outcome import NOTHING_STORED_ACTION, IntakeOutcome
from xa_report.province.intake.import_file import ImportResult
from xa_report.workflow.province.intake import ImportFailure

TABLE_HEADINGS = ["Tệp", "Đơn vị", "Kỳ", "Lần", "Kết quả", "Mã", "Cách xử lý"]
FAILED_LABEL = "Chưa nhập"


def import_lines(results: Sequence[ImportResult | ImportFailure]) -> Iterator[str]:
    """Yield results as a table, and below it the reasons, which are too long for its cells."""
    rows = [_import_cells(one) for one in results]
    yield from align_table([TABLE_HEADINGS, *rows]) if rows else ["Không có tệp nào để nhập."]
    for result in results:
        if text := _reason_text(result):
            yield f"  {_file_name(result)}: {text}"


def _import_cells(result: ImportResult | ImportFailure) -> list[str]:
    if isinstance(result, ImportFailure):
        return [result.name, "", "", "", FAILED_LABEL, "", "Khắc phục rồi nhập lại tệp này."]
    classification = result.classification
    return [
        classification.examined_file.name, _unit_name(result), *_period_and_sequence(result),
        classification.arrival.label, classification.code, action_text(result),
    ]  # fmt: skip


def action_text(result: ImportResult) -> str:
    """Return the action on a file, as shown in the table."""
    classification = result.classification
    # From the special to the general: the outcome alone does not tell why a file is kept apart.
    if classification.completes:
        return "Nhận tài liệu kiểm chứng cho báo cáo đã có."
    if classification.is_quarantined and not classification.examined_file.sha256:
        return NOTHING_STORED_ACTION
    if classification.is_quarantined and classification.arrival is IntakeOutcome.NEW:
        return "Giữ riêng; cần một người đồng ý trước khi nhận."
    if classification.is_quarantined and classification.arrival.is_imported:
        return "Giữ riêng; bản đang dùng không đổi."
    return classification.arrival.action


def _file_name(result: ImportResult | ImportFailure) -> str:
    return (
        result.name
        if isinstance(result, ImportFailure)
        else result.classification.examined_file.name
    )


def _unit_name(result: ImportResult) -> str:
    classification = result.classification
    if classification.unit:
        return f"{classification.unit.code} {classification.unit.name}"
    received = classification.examined_file.received
    return f"{received.header.unit.code} ?" if received else ""


def _period_and_sequence(result: ImportResult) -> tuple[str, str]:
    received = result.classification.examined_file.received
    if received is None:
        return "", ""
    report = received.header
    return str(report.period), f"L{report.sequence}"


def _reason_text(result: ImportResult | ImportFailure) -> str:
    if isinstance(result, ImportFailure):
        return result.sentence
    classification = result.classification
    again = len(classification.examined_file.recomputed) if classification.is_imported else 0
    parts = [
        classification.reason,
        classification.note,
        f"Chấm lại khác {again} chỗ." if again else "",
    ]
    return " ".join(part for part in parts if part)


def import_row_json(result: ImportResult | ImportFailure) -> dict[str, object]:
    """Return the result of a file as a JSON object."""
    if isinstance(result, ImportFailure):
        return {"file": result.path, "outcome": "failed", "held": False, "reason": result.sentence}
    classification = result.classification
    received = classification.examined_file.received
    period, sequence = _period_and_sequence(result)
    return {
        "file": classification.examined_file.path,
        "sha256": classification.examined_file.sha256,
        "unit": classification.unit.code if classification.unit else None,
        "sent_unit": received.header.unit.code if received else None,
        "period": period or None,
        "sequence": int(sequence[1:]) if sequence else None,
        "outcome": classification.arrival.key,
        "action": action_text(result),
        "held": classification.is_quarantined,
        "code": classification.code,
        "reason": classification.reason,
        "note": classification.note,
        "recomputed": len(classification.examined_file.recomputed),
        "submission": result.submission or None,
        "number": result.quarantine_number or None,
    }


def count_outcomes(results: Iterable[ImportResult | ImportFailure]) -> dict[str, int]:
    """Return the numbers of imported, known, quarantined and failed files."""
    counter = Counter(_outcome_group(one) for one in results)
    # All keys, those of no file too, so that a script need not ask for them.
    return {name: counter[name] for name in ("taken", "kept", "held", "failed")}


def _outcome_group(result: ImportResult | ImportFailure) -> str:
    if isinstance(result, ImportFailure):
        return "failed"
    classification = result.classification
    if classification.is_quarantined:
        return "held"
    return "taken" if classification.is_imported or classification.completes else "kept"


def import_summary_text(results: Sequence[ImportResult | ImportFailure], unrelated: int) -> str:
    """Return one line over all files."""
    counts = count_outcomes(results)
    text = f"{len(results)} tệp: nhận {counts['taken']}, đã có hoặc cũ hơn {counts['kept']}, "
    text += f"giữ riêng {counts['held']}"
    text += f", chưa nhập {counts['failed']}" if counts["failed"] else ""
    return text + (f"; bỏ qua {unrelated} PDF không phải báo cáo." if unrelated else ".")
