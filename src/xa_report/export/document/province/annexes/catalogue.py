"""All annexes of the province's report in their order."""

from xa_report.export.document.province.annexes.absent import absent
from xa_report.export.document.province.annexes.annex import ProvinceAnnex
from xa_report.export.document.province.annexes.area_ranks import area_ranks
from xa_report.export.document.province.annexes.changes import changes
from xa_report.export.document.province.annexes.differences import differences
from xa_report.export.document.province.annexes.heat import heat
from xa_report.export.document.province.annexes.ranking import ranking
from xa_report.export.document.province.annexes.targets import targets

PROVINCE_ANNEXES = (
    ProvinceAnnex("Bảng xếp hạng các đơn vị", ranking),
    ProvinceAnnex("Bản đồ nhiệt theo lĩnh vực", heat),
    ProvinceAnnex("Thứ hạng theo lĩnh vực", area_ranks),
    ProvinceAnnex("Chỉ tiêu kế hoạch trên phạm vi toàn tỉnh", targets),
    ProvinceAnnex("Đơn vị chưa gửi, gửi muộn báo cáo", absent),
    ProvinceAnnex("Thay đổi so với kỳ trước", changes),
    ProvinceAnnex("Chênh lệch giữa tự chấm và thẩm định", differences),
)
