"""States as they are shown: icon, word and colour."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as it is shown: nothing is only an icon, nothing is only a colour."""

    icon: str
    word: str
    role: str


MET = Mark("met", "đạt", "met")
PARTLY = Mark("met", "một phần", "quiet")
NONE = Mark("below", "không điểm", "below")
EMPTY = Mark("empty", "chưa nhập", "quiet")
PROVINCE = Mark("province", "tỉnh chấm", "quiet")
NOT_ARISEN = Mark("met", "không phát sinh", "quiet")
NO_PROOF = Mark("missing", "thiếu tài liệu", "missing")
WRONG = Mark("missing", "có lỗi", "missing")
BELOW_PLAN = Mark("below", "dưới KH", "below")
UNEXPLAINED = Mark("below", "cần lý do", "below")
REFUSED = Mark("below", "không tính", "below")
COMPLETE = Mark("met", "đủ số liệu", "met")
QUIET = Mark("empty", "không có", "quiet")
NOT_LOST = Mark("met", "không bị trừ", "met")
LOST = Mark("below", "bị trừ", "below")
REWARDED = Mark("met", "được thưởng", "met")
ORDER = ("quiet", "met", "below", "missing")
"""Roles from the calmest to the worst; points that are not whole come just after `met`."""
