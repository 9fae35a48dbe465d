"""Why figures are as they are, in the words of officials, for criteria that want an explanation."""

from collections.abc import Mapping

PLAIN = "Đã đối chiếu với hồ sơ gốc; nguyên nhân và cách khắc phục nêu tại phần III của báo cáo."
BY_CRITERION: Mapping[str, str] = {
    "1.1.1": "Kế hoạch ban hành sau khi có hướng dẫn của tỉnh và ý kiến của Đảng ủy xã.",
    "1.1.3": "Hai nhiệm vụ số hóa hồ sơ lưu trữ chưa xong vì gói thầu phải đấu thầu lại.",
    "1.2.1": "Báo cáo gửi muộn vì hệ thống báo cáo gián đoạn; đã gửi bản giấy đúng hạn.",
    "1.6": "Nhiệm vụ hoàn thành muộn do phải lấy ý kiến nhân dân.",
    "3.2.1": "Hồ sơ quá hạn tập trung ở lĩnh vực đất đai, phải xác minh nguồn gốc nhiều thời kỳ.",
    "3.2.2": "Hồ sơ đất đai chờ kết quả trích đo, đã có thư xin lỗi và hẹn lại ngày trả.",
    "3.6": "Điểm thanh toán trực tuyến còn thấp; xã đã đặt thêm điểm hỗ trợ tại Trung tâm.",
    "4.2": "Số có mặt thấp hơn số được giao, đang chờ tỉnh tuyển dụng bổ sung.",
    "4.5": "Các phòng phối hợp tốt trong hồ sơ liên thông; còn chậm ở khâu xác minh thực địa.",
    "5.1": "Công chức chưa đạt chuẩn đang học, dự kiến tốt nghiệp trong quý II năm 2027.",
    "5.4": "Một công chức bị khiển trách vì chậm xử lý hồ sơ, đã kiểm điểm và luân chuyển vị trí.",
    "6.1": "Công trình giải ngân chậm do vướng bồi thường, đã được điều chỉnh kế hoạch vốn.",
    "7.1.1": "Một phần hồ sơ quốc phòng, an ninh xử lý trên giấy theo quy định bảo mật.",
    "7.1.2": "Văn bản phát hành ngày hệ thống ký số gián đoạn được ký tay, đã số hóa bổ sung.",
    "7.2.1": "Người dân ở xa trung tâm còn nộp trực tiếp; tổ công nghệ số đang hướng dẫn tại nhà.",
}
