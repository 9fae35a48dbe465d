"""Height of head, recipients and foot of a printed report, against that of a page.

They are never broken across pages. Widths are bounds from above for every face of the documents, so
that this can be judged without the fonts; tests hold them against the fonts and the real layout.
"""

import unicodedata
from collections.abc import Iterator

from xa_report.domain.drawable_text import plain_text
from xa_report.domain.report import Letterhead
from xa_report.domain.unit import Unit

PAGE_ROOM = 680.0
"""Points of height; the sheet has a little more between its margins."""
HALF_WIDTH, RECIPIENT_WIDTH, COPY_WIDTH, NUMBER_WIDTH, PLACE_WIDTH = (
    225.0,
    285.0,
    205.0,
    190.0,
    245.0,
)
"""Points of width, each a little less than the page has."""
SIGNATURE_ROOM = 110.0
"""Points between position and name of the signer."""
_THIN = frozenset("iltfj .,;:'-/()")
_SMALL = frozenset("abcdeghknopqrsuvxyzđ0123456789")
_THIN_WIDTH, _SMALL_WIDTH, _CAPITAL_WIDTH, _WIDEST = 0.36, 0.61, 1.01, 1.4


def width_bound(character: str) -> float:
    """Return a width in units of the font size that no face exceeds."""
    # Their caron stands beside the letter.
    if character in "ďťľ":
        return _CAPITAL_WIDTH
    base = unicodedata.normalize("NFD", character)[0]
    if base in _THIN:
        return _THIN_WIDTH
    if base in _SMALL:
        return _SMALL_WIDTH
    return _CAPITAL_WIDTH if base.isascii() or base == "Đ" else _WIDEST


def oversized_parts(head: Letterhead, unit: Unit) -> tuple[str, ...]:
    """Return the Vietnamese names of the parts that may be taller than a page."""
    heights = {
        "đầu báo cáo (tên đơn vị, số, ký hiệu, địa danh)": _head_height(head, unit),
        "Kính gửi": 17.5 * (1 + _count_each(head.recipient.split(";"), 14, RECIPIENT_WIDTH)),
        "Nơi nhận": 25 + 13.75 * _count_each(head.copies, 11, COPY_WIDTH),
        "phần ký (quyền hạn, chức vụ, họ tên)": _signature_height(head),
    }
    return tuple(name for name, height in heights.items() if height > PAGE_ROOM)


def _head_height(head: Letterhead, unit: Unit) -> float:
    names = [f"ỦY BAN NHÂN DÂN\nTỈNH {name}" for name in (unit.province_name, unit.name)]
    agencies = sum(_count_lines(name.upper(), 12, NUMBER_WIDTH) for name in names)
    number = _count_lines(f"Số: 0......./{head.number}{head.symbol}", 13, NUMBER_WIDTH)
    place = 1 + _count_lines(f"{head.place or unit.name},", 13.5, PLACE_WIDTH)
    return 16 * (agencies + max(number, place)) + 15


def _signature_height(head: Letterhead) -> float:
    texts = (head.authority, head.position, head.signer)
    return 16.8 * sum(_count_lines(text, 14, HALF_WIDTH) for text in texts) + SIGNATURE_ROOM


def _count_each(texts: tuple[str, ...] | list[str], size: float, room: float) -> int:
    return sum(_count_lines(f"- {text};", size, room) for text in texts)


def _count_lines(text: str, size: float, room: float) -> int:
    """Return at least as many lines as the layout makes of a text."""
    return sum(_count_wrapped(part, size, room) for part in plain_text(text).split("\n"))


def _count_wrapped(text: str, size: float, room: float) -> int:
    lines, used = 1, 0.0
    for width in _word_widths(text, size):
        if width > room:
            # Broken between letters: a piece leaves less than one letter of its line free.
            lines += 1 + int(width // (room - _WIDEST * size))
            used = room
        elif used + _THIN_WIDTH * size + width > room and used:
            lines, used = lines + 1, width
        else:
            used += _THIN_WIDTH * size + width
    return lines


def _word_widths(text: str, size: float) -> Iterator[float]:
    return (size * sum(map(width_bound, word)) for word in text.split(" ") if word)
