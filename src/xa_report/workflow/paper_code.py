"""Whether a file is the report on paper: by the check code in its foot, typed or scanned."""

from dataclasses import replace

from xa_report.workflow.verifying import INVALID, Verified


def code_of(one: Verified) -> str:
    """The code and its words as they stand on paper; empty for what bears none."""
    from xa_report.package.check_code import check_code, check_words

    digest = _manifest(one)
    return f"{check_code(digest)} ({check_words(digest)})" if digest else ""


def held_against_paper(one: Verified, typed: str) -> Verified:
    """The same finding, invalid when the code that was typed or scanned is of something else."""
    digest = _manifest(one)
    if digest and _same(typed, digest):
        return one
    if digest:
        why = (
            f"Mã trên giấy “{typed.strip()}” không phải mã của tệp này ({code_of(one)}). Hãy xem "
            "lại mã đã nhập; nếu nhập đúng thì giấy và tệp là hai báo cáo khác nhau, hãy hỏi nơi "
            "gửi."
        )
    else:
        why = "Tệp này không mang mã kiểm tra để so với bản giấy. Hãy chọn gói hoặc báo cáo PDF."
    return replace(one, verdict=INVALID, reasons=(*one.reasons, why))


def _manifest(one: Verified) -> str:
    return str(one.facts.get("manifest", ""))


def _same(typed: str, digest: str) -> bool:
    """A QR code holds the whole hash; what people type, the beginning of it."""
    from xa_report.package.check_code import code_matches, read_qr

    if "/" not in typed:
        return code_matches(typed, digest)
    try:
        return read_qr(typed).manifest_sha256 == digest
    except ValueError:
        return False
