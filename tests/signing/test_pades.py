"""Signing itself: turns, refusals, what the page shows, and that the file stays a PDF/A."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from tests.factories import reports
from tests.factories.pki import CHAIRMAN, NOW, SEAL, STRANGER, UNIT, YEAR, pem_bytes
from tests.factories.signed_pdfs import (
    DATA,
    ROOM,
    pdf_with_data,
    pdf_with_fields,
    sign_as,
    signed_pdf,
)
from tests.oracles import oracle
from xa_report.errors import KeyUnavailableError, SigningError, UnprintableError
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.private_keys import KeyKind
from xa_report.signing.reasons import Verdict
from xa_report.signing.signature_fields import (
    SEAL_SIZE,
    add_signature_fields,
    split_signature_area,
)
from xa_report.signing.signer_requirements import RequiredSigner, requirement_violations
from xa_report.signing.signing_key import KeyState
from xa_report.signing.stamp import FieldSize, SignerAppearance, draw_appearance
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.verification import verify_pdf

LONG = "Phó Chủ tịch Thường trực Nguyễn Đình Hoàng Trần Quốc Khánh Thượng"


def text_of(data, tmp_path, *options):
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    run = subprocess.run(
        [oracle("pdftotext"), "-raw", *options, path, "-"], check=True, capture_output=True
    )
    return run.stdout.decode()


def picture(colour, side=40):
    out = BytesIO()
    Image.new("RGBA", (side, 40), colour).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("kind", KeyKind)
def test_every_kind_of_key_leaves_the_file_a_pdf_a(kind, pki):
    data = sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, pki.pkcs12(CHAIRMAN, kind))
    data = sign_as(data, SignerRole.SEAL, pki.pkcs12(SEAL, kind))
    with pikepdf.open(BytesIO(pdf_with_data())) as before, pikepdf.open(BytesIO(data)) as after:
        assert pdfa.check(before, "3b").verdict == "pass"
        assert pdfa.check(after, "3b").violations == ()
        assert after.attachments["report.json"].get_file().read_bytes() == DATA
    assert verify_pdf(data, pki.trust(), ExpectedSignatures(UNIT), NOW).verdict is Verdict.VALID


def test_the_real_report_is_signed_in_the_room_that_it_leaves(pki, tmp_path):
    path = tmp_path / "report.pdf"
    written = reports.write_pdf(reports.report_content(reports.typical_report()), path)
    data = add_signature_fields(path.read_bytes(), split_signature_area(written.signature_box))
    for role, holder in ((SignerRole.CHAIRMAN, CHAIRMAN), (SignerRole.SEAL, SEAL)):
        data = sign_as(data, role, pki.key(holder))
    assert verify_pdf(data, pki.trust(), ExpectedSignatures(UNIT), NOW).verdict is Verdict.VALID
    page = str(written.signature_box.page)
    assert "Thời gian ký: 2027-01-05T08:30:15+07:00" in text_of(
        data, tmp_path, "-f", page, "-l", page
    )


def test_the_page_names_the_signers_and_their_time(valid_pdf, tmp_path):
    text = text_of(valid_pdf, tmp_path)
    assert "Người ký: Nguyễn Thị Ánh Tuyết\nThời gian ký: 2027-01-05T08:30:15+07:00" in text
    assert "Cơ quan: UBND xã Tân Hội\nThời gian ký: 2027-01-05T08:30:15+07:00" in text


def test_long_names_are_neither_clipped_nor_lost(pki, tmp_path):
    data = sign_pdf(
        pdf_with_fields(),
        SignerRole.CHAIRMAN,
        pki.key(CHAIRMAN),
        SignerAppearance(LONG),
        lambda: NOW,
    )
    left, bottom, width, height = split_signature_area(ROOM)[SignerRole.CHAIRMAN].box
    top = round(842 - bottom - height)
    area = ["-x", round(left), "-y", top, "-W", round(width), "-H", round(height)]
    text = text_of(data, tmp_path, "-f", "2", "-l", "2", *map(str, area))
    assert LONG in " ".join(text.split())


def test_the_longest_name_is_cut_and_whole_in_the_certificate(pki, tmp_path):
    name = "Nguyễn " * 300
    appearance = SignerAppearance(name)
    data = sign_pdf(
        pdf_with_fields(), SignerRole.CHAIRMAN, pki.key(CHAIRMAN), appearance, lambda: NOW
    )
    assert re.search(r"Người ký: Nguyễn (Nguyễn\s)+\S*…", text_of(data, tmp_path))


@pytest.mark.parametrize("name", ["山田", "a\u0000b\U0001f600"])
def test_a_name_that_cannot_be_drawn_is_refused_with_a_sentence(name, pki):
    with pytest.raises(UnprintableError, match="tên"):
        sign_pdf(
            pdf_with_fields(),
            SignerRole.CHAIRMAN,
            pki.key(CHAIRMAN),
            SignerAppearance(name),
            lambda: NOW,
        )


def test_the_seal_is_red_in_real_size_over_the_left_third_of_the_blue_signature(pki, tmp_path):
    blue, red = (
        SignerAppearance("A", picture((0, 0, 255, 255))),
        SignerAppearance("B", picture((255, 0, 0, 255))),
    )
    data = sign_pdf(pdf_with_fields(), SignerRole.CHAIRMAN, pki.key(CHAIRMAN), blue, lambda: NOW)
    first = columns(data, tmp_path, (0, 0, 255))
    data = sign_pdf(data, SignerRole.SEAL, pki.key(SEAL), red, lambda: NOW)
    seal, rest = columns(data, tmp_path, (255, 0, 0)), columns(data, tmp_path, (0, 0, 255))
    assert len(seal) == pytest.approx(SEAL_SIZE, abs=2)
    hidden = (len(first) - len(rest)) / len(first)
    assert 0.2 < hidden < 0.5


def columns(data, tmp_path, colour):
    """The columns of the second page, one a point, that show a colour."""
    path = tmp_path / "colours.pdf"
    path.write_bytes(data)
    options = ["-r", "72", "-f", "2", "-png", "-singlefile"]
    subprocess.run([oracle("pdftoppm"), *options, path, tmp_path / "page"], check=True)
    image = Image.open(tmp_path / "page.png").convert("RGB")
    points = ((x, y) for x in range(image.width) for y in range(image.height))
    return {point[0] for point in points if image.getpixel(point) == colour}


def test_transparent_pictures_leave_the_file_a_pdf_a(pki):
    veil = picture((0, 0, 255, 90))
    data = sign_pdf(
        pdf_with_fields(),
        SignerRole.CHAIRMAN,
        pki.key(CHAIRMAN),
        SignerAppearance("A", veil),
        lambda: NOW,
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdfa.check(pdf, "3b").violations == ()


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", picture((1, 2, 3, 4))[:60], picture((1, 2, 3, 4), 4001)],
    ids=["empty", "no PNG", "cut", "too large"],
)
def test_a_picture_that_cannot_be_used_is_a_sentence(data, pki):
    with pytest.raises(UnprintableError, match=r"hãy .*\.$"):
        sign_pdf(
            pdf_with_fields(),
            SignerRole.CHAIRMAN,
            pki.key(CHAIRMAN),
            SignerAppearance("A", data),
            lambda: NOW,
        )


def test_a_file_is_prepared_once(valid_pdf):
    for data in (pdf_with_fields(), valid_pdf):
        with pytest.raises(SigningError, match="đã có chỗ ký"):
            add_signature_fields(data, split_signature_area(ROOM))


def test_the_seal_waits_for_the_chairman_and_nobody_signs_twice(pki, valid_pdf):
    chairman, seal = pki.key(CHAIRMAN), pki.key(SEAL)
    with pytest.raises(SigningError, match="chủ tịch ký trước"):
        sign_as(pdf_with_fields(), SignerRole.SEAL, seal)
    for role, key in ((SignerRole.CHAIRMAN, chairman), (SignerRole.SEAL, seal)):
        with pytest.raises(SigningError, match="đã có chữ ký"):
            sign_as(valid_pdf, role, key)
    with pytest.raises(SigningError, match="chưa có chỗ ký"):
        sign_as(pdf_with_data(), SignerRole.CHAIRMAN, chairman)


def test_an_expired_certificate_does_not_sign(pki):
    old = pki.key(CHAIRMAN, since=NOW - 2 * YEAR, lifetime=YEAR)
    with pytest.raises(KeyUnavailableError, match="gia hạn") as caught:
        sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, old)
    assert caught.value.state is KeyState.EXPIRED
    early = pki.key(CHAIRMAN, since=NOW + timedelta(days=1))
    assert len(requirement_violations(early.certificate, NOW)) == 1


def test_a_certificate_must_be_for_signing(pki):
    missing, authority = requirement_violations(pki.authority.certificate, NOW)
    assert "thiếu mục đích “không chối bỏ”" in missing
    assert "nơi cấp, không phải của người ký" in authority


@pytest.mark.parametrize(
    ("holder", "wanted", "word"),
    [
        (CHAIRMAN, RequiredSigner(UNIT, SignerRole.CHAIRMAN, CHAIRMAN.name), None),
        (STRANGER, RequiredSigner(UNIT, SignerRole.CHAIRMAN), "đơn vị 25528"),
        (CHAIRMAN, RequiredSigner(UNIT, SignerRole.SEAL), "vai trò"),
        (CHAIRMAN, RequiredSigner(UNIT, SignerRole.CHAIRMAN, "Lê Văn Tám"), "Lê Văn Tám"),
    ],
)
def test_the_certificate_must_be_the_one_that_was_set_up(holder, wanted, word, pki):
    violations = requirement_violations(pki.key(holder).certificate, NOW, wanted)
    assert len(violations) == (word is not None)
    assert word is None or word in violations[0]


def test_both_fields_exist_before_the_first_signature():
    with pikepdf.open(BytesIO(pdf_with_fields())) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert names == [role.field for role in BOTH_ROLES]


def test_the_same_words_are_drawn_the_same():
    page = [
        draw_appearance(SignerRole.SEAL, SignerAppearance("UBND xã"), NOW, FieldSize(200, 100))
        for _ in range(2)
    ]
    assert page[0] == page[1]


def test_openssl_verifies_what_pyhanko_signed(pki, valid_pdf, tmp_path):
    for number, byte_range in enumerate(
        re.finditer(rb"/ByteRange ?\[(\d+) (\d+) (\d+) (\d+)", valid_pdf)
    ):
        start, length, after, rest = map(int, byte_range.groups())
        content = valid_pdf[start : start + length] + valid_pdf[after : after + rest]
        contents = bytes.fromhex(valid_pdf[start + length + 1 : after - 1].decode())
        assert openssl(contents, content, pki, tmp_path / str(number)) == 0
        assert openssl(contents, content + b" ", pki, tmp_path / f"{number}-changed") != 0


def openssl(signature, content, pki, folder):
    folder.mkdir()
    for name, data in (
        ("s", signature),
        ("c", content),
        ("r", pem_bytes(pki.authority.certificate)),
    ):
        (folder / name).write_bytes(data)
    command = [
        str(oracle("openssl")), "cms", "-verify", "-binary", "-inform", "DER", "-in", "s",
        "-content", "c", "-CAfile", "r", "-purpose", "any", "-cades", "-out", "out",
        "-attime", str(int(NOW.timestamp())),
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_a_holder_in_words():
    assert CHAIRMAN.description == "Nguyễn Thị Ánh Tuyết (UBND xã Tân Hội)"
    assert (SEAL.description, CertificateHolder("Ai").description) == ("UBND xã Tân Hội", "Ai")


def test_signing_keeps_what_was_there(pki):
    both = signed_pdf(pki.key(CHAIRMAN), pki.key(SEAL))
    assert both.startswith(pdf_with_data())
