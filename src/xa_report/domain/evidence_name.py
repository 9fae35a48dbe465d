"""Names of evidence files: their ending, and what a new name may be."""

import re
import unicodedata

from xa_report.domain.drawable_text import undrawable_characters

# Names of devices in every Windows folder, with any suffix; the superscript digits count as digits.
RESERVED_NAME_PATTERN = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?"
)
# Control characters, and what Windows allows in no file name.
FORBIDDEN_NAME_PATTERN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
MAX_NEW_NAME_LENGTH = 120
"""Characters with the ending; Windows allows 259 for a whole path."""
MAX_NEW_NAME_BYTES = 240
"""Bytes in UTF-8; ext4 allows 255, and a file is written beside its name first."""
_ENDING_PATTERN = re.compile(r"[0-9a-z]{1,8}", re.ASCII)
# The default ignorable characters that are not of the category Cf.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {
    chr(code) for first in (0x180B, 0xFE00) for code in range(first, first + 16)
}


def name_ending(name: str) -> str:
    """Return what a name has after its last dot, as it is written; empty for what is no ending."""
    _, dot, ending = name.rpartition(".")
    return ending if dot and _ENDING_PATTERN.fullmatch(ending.lower()) else ""


def name_stem(name: str) -> str:
    """Return a name without its ending and the dot before it."""
    ending = name_ending(name)
    return name[: -len(ending) - 1] if ending else name


def replace_stem(name: str, stem: str) -> str:
    """Return a new name in NFC with the ending of the old one, which may be typed or left out."""
    stem, ending = unicodedata.normalize("NFC", stem), name_ending(name)
    if ending and stem.lower().endswith(f".{ending.lower()}"):
        stem = stem[: -len(ending) - 1]
    return f"{stem}.{ending}" if ending else stem


def new_name_fault(old: str, name: str) -> str:
    """Return why a file cannot get a name, as a Vietnamese sentence; empty for a usable one.

    `old` is its present name, whose ending must stay: it is part of the path in a package.
    """
    if name_ending(name).lower() != name_ending(old).lower():
        return "Tài liệu này không có đuôi tệp; hãy bỏ dấu chấm cuối cùng trong tên."
    stem = name_stem(name)
    if not stem.strip():
        return "Tên tài liệu đang trống; hãy ghi tên."
    return _character_fault(name) or _shape_fault(name, stem) or _length_fault(name)


def _character_fault(name: str) -> str:
    if unseen := next(filter(_is_unseen, name), ""):
        return (
            f"Tên có ký tự không nhìn thấy (U+{ord(unseen):04X}); hãy xóa hết rồi gõ lại tên, "
            "không dán."
        )
    if match := FORBIDDEN_NAME_PATTERN.search(name) or re.search(r"[/\\]", name):
        return f"Tên có ký tự “{match[0]}” mà Windows không cho đặt; hãy bỏ hoặc thay bằng chữ."
    if strange := undrawable_characters(name):
        return (
            f"Tên có ký tự “{strange[0]}” (U+{ord(strange[0]):04X}) mà văn bản in không có; "
            "hãy bỏ hoặc thay bằng chữ."
        )
    return ""


def _shape_fault(name: str, stem: str) -> str:
    if stem != stem.strip() or name.endswith(" "):
        return "Tên có dấu cách ở đầu hoặc cuối; hãy xóa dấu cách đó."
    if stem.endswith(".") or name.endswith("."):
        return "Tên có dấu chấm ở cuối; hãy xóa dấu chấm đó."
    if RESERVED_NAME_PATTERN.fullmatch(name.casefold()):
        return f"Windows giữ tên “{stem}” cho thiết bị; hãy đặt tên khác."
    return ""


def _length_fault(name: str) -> str:
    # Signs like → take three bytes: a name of them alone reaches the limit of the disk first.
    fitting = len(name.encode()[:MAX_NEW_NAME_BYTES].decode(errors="ignore"))
    most = min(MAX_NEW_NAME_LENGTH, fitting)
    if len(name) > most:
        return f"Tên dài {len(name)} ký tự, nhiều nhất {most}; hãy rút ngắn."
    return ""


def _is_unseen(character: str) -> bool:
    # Cs: a lone surrogate could not be encoded.
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return unseen or character in _UNSEEN
