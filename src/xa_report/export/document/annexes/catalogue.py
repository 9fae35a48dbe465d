"""All annexes in their order."""

from xa_report.export.document.annexes.annex import Annex
from xa_report.export.document.annexes.answers import answers
from xa_report.export.document.annexes.criteria import criteria
from xa_report.export.document.annexes.evidence import evidence
from xa_report.export.document.annexes.explanations import explanations
from xa_report.export.document.annexes.outside import outside
from xa_report.export.document.annexes.summary import summary
from xa_report.export.document.annexes.targets import targets

ANNEXES = (
    Annex("Tổng hợp theo lĩnh vực", summary),
    Annex("Kết quả chấm từng tiêu chí", criteria),
    Annex("Đối chiếu chỉ tiêu kế hoạch", targets),
    Annex("Số liệu báo cáo", answers),
    Annex("Danh mục tài liệu kiểm chứng", evidence),
    Annex("Giải trình và lý do", explanations),
    Annex("Điểm thưởng và điểm trừ", outside),
)
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII")
