"""What is asked before a case moves on, and what is said once it has."""

from xa_report.domain.province.appraisal import CaseAction
from xa_report.ui.province.note_dialog import Question
from xa_report.workflow.province.case_sheet import CaseSheet

RECEIPT = (
    "Phiếu gửi xã phải ký bằng khóa của tỉnh: hãy lập bằng lệnh “xa-report province receipts”."
)
DONE = {
    CaseAction.RETURN: f"Đã trả lại để xã bổ sung. {RECEIPT}",
    CaseAction.EXPLAIN: "Đã ghi giải trình của xã.",
    CaseAction.CLOSE_ROUND: f"Đã kết thúc thẩm định lần 1. {RECEIPT}",
    CaseAction.CLOSE: f"Đã chốt điểm. {RECEIPT}",
    CaseAction.REOPEN: "Đã mở lại hồ sơ; sửa xong hãy chốt điểm lại.",
}


def question(act: CaseAction, sheet: CaseSheet) -> Question:
    """What an act will come to; nothing of it takes a note."""
    name = sheet.unit.name
    if act is CaseAction.CLOSE_ROUND:
        words = (
            f"Kết thúc thẩm định lần 1 của {name}: xã được giải trình, và điểm ghi sau đó thuộc "
            f"lần 2. {RECEIPT}"
        )
        return Question("Kết thúc thẩm định lần 1", words, button="Kết thúc lần 1")
    if act is CaseAction.CLOSE:
        words = (
            f"Chốt điểm của {name}: điểm này được xếp hạng, và không ai sửa được nữa trừ khi mở "
            f"lại hồ sơ. {RECEIPT}"
        )
        return Question("Chốt điểm", words, button="Chốt điểm")
    words = (
        f"Mở lại hồ sơ đã chốt của {name}: hồ sơ về thẩm định lần 2, điểm và thứ hạng có thể thay "
        "đổi, và phải chốt lại."
    )
    return Question("Mở lại hồ sơ", words, button="Mở lại hồ sơ")
