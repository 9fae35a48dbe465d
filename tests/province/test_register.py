"""The register itself, on both databases.

The tables that queries name are the tables that the migrations make, column by column.
A register of a newer version is refused and not touched.
Writers at once wait for one another: nothing is lost, the chain stays whole.
A certificate signs for the one unit that it is enrolled for, and never for another.
Names are the same whatever their spelling, and different names never are.
Bytes come out as they went in, and damage is told.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import TableClause, inspect, text
from sqlalchemy.types import LargeBinary, Text

from tests.factories.pki import CHAIRMAN, NOW, OTHER_UNIT, SEAL, UNIT, Pki, make_pki
from tests.factories.province_registers import RegisterFactory
from tests.factories.signed_pdfs import signed_pdf
from tests.factories.signed_submissions import SignedSubmissions
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.errors import StoreDamagedError, StoreTooNewError, UsageError
from xa_report.province.database import blobs, events, tables, units
from xa_report.province.database.trust import (
    EnrolledSigner,
    enroll_signer,
    load_trust_store,
    save_trust_objects,
)
from xa_report.province.database.units import UnitEntry, match_unit
from xa_report.province.register import Register
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import list_trust_objects
from xa_report.signing.verification import verify_pdf
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.province.trusted_signers import candidate_from_certificate, remove_trust
from xa_report.workflow.shared import definitions

NAMED = [one for one in vars(tables).values() if isinstance(one, TableClause)]
KINDS = {"TEXT": Text, "BLOB": LargeBinary, "BYTEA": LargeBinary}


def test_tables_and_migrations_agree(province_register: Register) -> None:
    with province_register.database.read() as connection:
        inspector = inspect(connection)
        assert set(inspector.get_table_names()) == {one.name for one in NAMED} | {"alembic_version"}
        for table in NAMED:
            columns = {one["name"]: str(one["type"]) for one in inspector.get_columns(table.name)}
            assert list(columns) == [column.name for column in table.c]
            for column in table.c:
                wanted = KINDS.get(columns[column.name])
                assert wanted is None or isinstance(column.type, wanted), column


def test_a_newer_register_is_refused(register_factory: RegisterFactory) -> None:
    address = register_factory.place()
    register = register_factory.fresh(address)
    with register.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r999'"))
    with pytest.raises(StoreTooNewError, match="mới hơn"):
        open_register(address)
    with register.database.read() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == (
            "r999"
        )


def test_writers_at_once_lose_nothing(province_register: Register) -> None:
    def write(writer: int) -> None:
        for number in range(10):
            with province_register.database.write() as connection:
                province_register.database.log(
                    connection, "thử", {"writer": writer, "number": number}
                )
                blobs.save_blob_bytes(connection, f"{writer} {number}".encode())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with province_register.database.read() as connection:
        logged = [one for one, _ in events.iter_register_events(connection) if one.what == "thử"]
        assert len(logged) == 40
        assert events.register_chain_faults(connection) == ()
        assert blobs.has_blob(connection, sha256(b"3 9").hexdigest())


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return make_pki(tmp_path_factory.mktemp("pki-tinh"))


def test_an_enrolled_certificate_signs_for_its_unit_alone(
    province_register: Register, pki: Pki
) -> None:
    trusting_papers(province_register, pki)
    chairman, seal = pki.foreign_style(CHAIRMAN), pki.foreign_style(SEAL)
    signed = signed_pdf(chairman, seal)
    assert verdict(province_register, signed, UNIT)[0] is Verdict.INCONCLUSIVE
    for key, role in ((chairman, "chairman"), (seal, "seal")):
        assert enroll_signer(
            province_register.database, signer(key.certificate.public_bytes(Encoding.DER), role)
        )
    assert verdict(province_register, signed, UNIT) == (Verdict.VALID, ())
    assert verdict(province_register, signed, OTHER_UNIT) == (
        Verdict.INVALID,
        (VerificationReason.OTHER_UNIT,),
    )
    der = chairman.certificate.public_bytes(Encoding.DER)
    assert not enroll_signer(province_register.database, signer(der, "chairman"))
    for unit, role in ((OTHER_UNIT, "chairman"), (UNIT, "seal")):
        with pytest.raises(UsageError, match="đã được ghi cho đơn vị"):
            enroll_signer(province_register.database, signer(der, role, unit))
    remove_trust(province_register, sha256(der).hexdigest()[:20])
    assert verdict(province_register, signed, UNIT)[0] is Verdict.INCONCLUSIVE


def test_a_certificate_that_names_its_unit_is_not_enrolled_elsewhere(
    province_register: Register, pki: Pki, tmp_path: Path
) -> None:
    trusting_papers(province_register, pki)
    key = pki.key(CHAIRMAN)
    der = key.certificate.public_bytes(Encoding.DER)
    file = tmp_path / "a.cer"
    file.write_bytes(der)
    with pytest.raises(UsageError, match="đã ghi sẵn đơn vị"):
        candidate_from_certificate(province_register, file, UNIT, "chairman")
    enroll_signer(
        province_register.database, signer(der, "chairman", OTHER_UNIT)
    )  # past every question
    signed = signed_pdf(key, pki.key(SEAL))
    assert verdict(province_register, signed, OTHER_UNIT)[0] is Verdict.INVALID
    assert verdict(province_register, signed, UNIT) == (Verdict.VALID, ())


def trusting_papers(register: Register, pki: Pki) -> None:
    save_trust_objects(
        register.database, list_trust_objects(pki.trust(lifetime=timedelta(days=400)))
    )


def signer(der: bytes, role: str, unit: str = UNIT) -> EnrolledSigner:
    return EnrolledSigner(sha256(der).hexdigest(), unit, role, "Ai đó", der, "thử")


def verdict(
    register: Register, signed: bytes, unit: str
) -> tuple[Verdict, tuple[VerificationReason, ...]]:
    with register.database.read() as connection:
        verification = verify_pdf(
            signed, load_trust_store(connection), ExpectedSignatures(unit), NOW
        )
    return verification.verdict, verification.all_reasons


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Xã Hoà Thuỷ", "xã Hòa  Thủy"),
        ("Xã M’Drắk", "Xã M'Drắk"),
        ("Xã Chân Mây – Lăng Cô", "Xã Chân Mây - Lăng Cô"),
        ("Xã Chân Mây–Lăng Cô", "Xã Chân Mây - Lăng Cô"),
        ("Xã Quý Hòa", "Xã Qúy Hòa"),
        ("Phường \u00d0ống \u00d0a", "Phường Đống Đa"),
    ],
)
def test_spellings_of_one_name_are_one_name(name: str, other: str) -> None:
    assert normalize_unit_name(name) == normalize_unit_name(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Xã Phú Mỹ", "Xã Phù Mỹ"), ("Xã An Đông", "Xã An Dông"), ("Xã Tân Hội", "Xã Tân Hợi")],
)
def test_names_that_differ_stay_different(name: str, other: str) -> None:
    assert normalize_unit_name(name) != normalize_unit_name(other)


def test_no_two_communes_of_a_province_become_one() -> None:
    spellings: dict[tuple[str, str], str] = {}
    for unit in definitions.load_unit_list().units.values():
        key = (unit.province_code, normalize_unit_name(unit.name))
        assert spellings.setdefault(key, unit.code) == unit.code


def test_a_name_is_never_looked_up_across_provinces() -> None:
    own = [UnitEntry(Unit("00001", "Xã Tân Thạnh", "xã", "80", "Tỉnh Tây Ninh"))]
    assert match_unit(own, Unit("99999", "Xã Tân Thạnh", "xã", "91", "Tỉnh An Giang")).unit is None
    assert match_unit(own, Unit("99999", "Xã Tân Thạnh", "xã", "80", "Tỉnh Tây Ninh")).doubtful


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.booleans())
def test_following_heirs_always_ends(heirs: list[int], ended: bool) -> None:
    every = [
        UnitEntry(Unit(str(n), f"Xã {n}", "xã"), None, None, str(heir) if ended else "")
        for n, heir in enumerate(heirs)
    ]
    for entry in every:
        unit = match_unit(every, entry.unit).unit
        assert unit is None or any(one.is_current and one.unit == unit for one in every)


def test_bytes_come_out_as_they_went_in(province_register: Register, tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    digest = sha256(content).hexdigest()
    path = tmp_path / "lớn"
    path.write_bytes(content)
    with province_register.database.write() as connection:
        assert blobs.save_blob_file(connection, path, digest, len(content))
    with province_register.database.read() as connection:
        assert blobs.read_blob(connection, digest) == content
        assert blobs.blob_size(connection, digest) == len(content)
    with province_register.database.write() as connection:
        connection.execute(tables.CHUNKS.delete().where(tables.CHUNKS.c.position == 1))
    with province_register.database.read() as connection, pytest.raises(StoreDamagedError):
        blobs.read_blob(connection, digest)


def test_the_list_of_units_keeps_what_a_unit_was_called(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    own = [UnitEntry(Unit("00001", "Xã A", "xã", "80"))]
    assert units.replace_own_units(province_register.database, own) == ()
    renamed = [UnitEntry(Unit("00001", "Xã B", "xã", "80"))]
    (past,) = units.replace_own_units(province_register.database, renamed)
    assert (past.unit.name, past.is_current) == ("Xã A", False)
    match = match_unit(province_register.unit_entries(), Unit("00001", "Xã A", "xã", "80"))
    assert match.unit is not None
    assert (match.unit.name, match.doubtful) == ("Xã B", False)
    assert "nay là Xã B" in match.note
    assert [one.name for one in queries.list_communes(province_register)] == ["Xã B"]
    units.replace_own_units(province_register.database, renamed)
    assert len(province_register.unit_entries()) == 2
