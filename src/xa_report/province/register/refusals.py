"""What a database says when it refuses, as one sentence with what to do; never a password."""

from collections.abc import Iterable

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

CHECK = "Hãy kiểm tra đường dẫn, ổ đĩa, máy chủ và quyền truy cập."
BUSY = "Sổ “{where}” đang có người khác ghi quá lâu. Hãy thử lại sau ít phút."
FULL = "Ổ đĩa chứa sổ “{where}” đã đầy; việc đang làm dở chưa được ghi. Hãy dọn ổ đĩa rồi làm lại."
SENTENCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("database is locked", "lock timeout", "55P03"), BUSY),
    (("disk is full", "53100", "No space left"), FULL),
    (
        ("not a database", "malformed"),
        "“{where}” không phải là sổ của tỉnh, hoặc tệp đã hỏng. Hãy chọn đúng tệp, hoặc khôi phục "
        "từ bản sao lưu.",
    ),
    (
        ("unable to open", "readonly database", "disk I/O error"),
        "Không mở được sổ “{where}”. Hãy kiểm tra thư mục, ổ đĩa và quyền ghi.",
    ),
    (
        ("password authentication", "no password supplied", "28P01", "role "),
        "Máy chủ không nhận tên hoặc mật khẩu của “{where}”. Hãy kiểm tra lại với người quản trị.",
    ),
    (
        ("does not exist",),
        "Máy chủ không có cơ sở dữ liệu của “{where}”. Hãy kiểm tra tên với người quản trị.",
    ),
    (
        ("permission denied", "42501"),
        "Tài khoản trong “{where}” không đủ quyền. Hãy đề nghị người quản trị cấp quyền.",
    ),
    (
        ("connection", "server", "resolve host", "timeout", "57P0"),
        "Không liên lạc được với máy chủ của “{where}”. Hãy kiểm tra mạng và máy chủ rồi làm lại.",
    ),
)


def shown(url: URL) -> str:
    """Where a register lies: the file, or the address with its password hidden."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def sentence(url: URL, error: DBAPIError) -> str:
    """Say what a database refused."""
    said = str(error.orig or error)
    state = getattr(error.orig, "sqlstate", None) or ""
    for signs, words in SENTENCES:
        if _any(signs, f"{said} {state}"):
            return words.format(where=shown(url))
    first = said.splitlines()[0] if said else type(error).__name__
    return f"Không làm việc được với sổ “{shown(url)}” ({first}). {CHECK}"


def _any(signs: Iterable[str], text: str) -> bool:
    return any(sign in text for sign in signs)
