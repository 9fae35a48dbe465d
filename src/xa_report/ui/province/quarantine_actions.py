"""Actions on a quarantined file: release, settle, return sheet, copy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.errors import XaReportError
from xa_report.province.register import Register
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.dialogs.reason_dialog import Confirmation
from xa_report.ui.province.progress_strip import ProgressStrip
from xa_report.workflow.province import queries
from xa_report.workflow.province.intake import import_overrides
from xa_report.workflow.province.quarantine import (
    close_without_import,
    release_file,
    write_received_file,
)
from xa_report.workflow.province.queries import ImportRow, QuarantineRow
from xa_report.workflow.shared.environment import ProgressCallback

# The codes of `province/intake/examine.py` that an official may overrule.
OVERRIDES_BY_CODE = {
    "N02": "by_name",
    "N09": "inconclusive",
    "N16": "other_receipt",
    "N18": "other_plans",
    "N19": "out_of_season",
    "N20": "sequence_gap",
}
AGREEMENT_TEXTS = {
    "N02": "Tôi đồng ý nhận theo đơn vị nêu trong lý do",
    "N09": "Tôi đồng ý nhận dù chữ ký chưa kết luận được",
    "N16": "Tôi đồng ý nhận dù sổ này không có phiếu mà bản bổ sung dẫn",
    "N18": "Tôi đồng ý nhận dù báo cáo thiếu kế hoạch đang áp dụng",
    "N19": "Tôi đồng ý nhận dù kỳ báo cáo trái thời hạn",
    "N20": "Tôi đồng ý nhận dù số lần nộp nhảy quá xa",
}
"""The consent that overrules a reason, by its code."""


@dataclass(frozen=True, slots=True)
class ReleaseJob:
    """Background job that examines a quarantined file again and imports it if it can be."""

    register: Register
    row: QuarantineRow
    agreed: bool
    reason: str

    def __call__(self, progress: ProgressCallback) -> ImportRow:
        """Examine and import the file; called in the background thread."""
        progress(self.row.name, 0, 0)
        overruled = OVERRIDES_BY_CODE.get(self.row.code) if self.agreed else None
        allowed = import_overrides(self.reason, **{overruled: True} if overruled else {})
        return queries.build_import_row(release_file(self.register, self.row.number, allowed))


class QuarantineActions(QtCore.QObject):
    """The actions on a quarantined file: dialogs and execution.

    Signals:
        message_changed(str): why an action failed; empty when one begins.
    """

    message_changed = QtCore.Signal(str)

    def __init__(
        self, context: ProvinceUiContext, progress: ProgressStrip, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = context.session
        self._dialogs = context.dialogs
        self._progress = progress

    def save_return_sheet(self, row: QuarantineRow) -> None:
        """Write the rejection notice of a file into a folder, and open it."""
        # Loaded here: the window need not wait for reportlab.
        from xa_report.workflow.province.rejection_notices import (
            write_rejection_notices,
        )

        folder = self._dialogs.choose_sheet_folder(self._parent)
        if folder is not None:
            numbers = [row.number]
            self._try(
                lambda: self._show(
                    *write_rejection_notices(self._session.register, numbers, folder)
                )
            )

    def save_copy(self, row: QuarantineRow) -> None:
        """Copy the received file, unchanged, into a folder."""
        folder = self._dialogs.choose_copy_folder(self._parent)
        if folder is not None:
            # The name came from outside: only its last part may name a file here.
            target = folder / Path(row.name).name
            self._try(lambda: write_received_file(self._session.register, row.number, target))

    def settle_file(self, row: QuarantineRow) -> None:
        """Ask for a reason and close a file without importing it."""
        reason = self._dialogs.ask_reason(self._parent, _settlement_confirmation(row))
        if reason is not None:
            self._try(lambda: close_without_import(self._session.register, row.number, reason.text))
            self._session.refresh()

    def release_file(self, row: QuarantineRow) -> None:
        """Examine a file again in the background; the strip emits the outcome."""
        if self._progress.is_busy:
            return
        reason = self._dialogs.ask_reason(self._parent, _release_confirmation(row))
        if reason is not None:
            self.message_changed.emit("")
            job = ReleaseJob(self._session.register, row, reason.agreed, reason.text)
            self._progress.start_job("Đang kiểm tra lại", job)

    def _show(self, target: Path) -> None:
        self._dialogs.open_path(target)

    def _try(self, callback: Callable[[], None]) -> None:
        self.message_changed.emit("")
        try:
            callback()
        except XaReportError as error:
            self.message_changed.emit(str(error))


def _settlement_confirmation(row: QuarantineRow) -> Confirmation:
    return Confirmation(
        "Đã xử lý tệp giữ riêng",
        f"Khép mục số {row.number} “{row.name}” mà không nhận vào sổ. Tệp vẫn được lưu trong sổ.",
        "Ví dụ: xã đã gửi lại bản L2 ngày 05/01/2027",
        "Khép mục này",
        is_required=True,
    )


def _release_confirmation(row: QuarantineRow) -> Confirmation:
    return Confirmation(
        "Nhận tệp giữ riêng vào sổ",
        f"Kiểm tra lại “{row.name}” theo danh mục, bộ tiêu chí và chứng thư hiện có; nhận vào sổ "
        "nếu không còn vướng mắc. Nếu còn, tệp vẫn được giữ riêng.",
        "Ví dụ: đã gọi điện cho Văn phòng UBND xã xác nhận",
        "Kiểm tra lại và nhận",
        AGREEMENT_TEXTS.get(row.code, ""),
    )
