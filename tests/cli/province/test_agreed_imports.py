"""`import --accept-…` and `held --release --…` set aside what a person may agree to, with why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.commands import RunCommand
from tests.factories.forged_submissions import Forger, create_forger, create_gate_register
from tests.province.intake.test_forged_records import WAITING

OPTIONS = {
    "N18": ("--accept-plans", "--other-plans"),
    "N19": ("--accept-season", "--out-of-season"),
    "N20": ("--accept-gaps", "--sequence-gap"),
}


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    forger = create_forger(tmp_path_factory.mktemp("xa"))
    yield forger
    forger.commune.close()


@pytest.mark.parametrize("by_release", [False, True])
@pytest.mark.parametrize("name", WAITING)
def test_a_reason_is_set_aside_by_its_own_option_and_a_note(
    run: RunCommand, forger: Forger, tmp_path: Path, name: str, *, by_release: bool
) -> None:
    forge, code, _, _ = WAITING[name]
    accept, release = OPTIONS[code]
    register = create_gate_register(tmp_path / "so", forger).location
    package = forger.package(forge)
    held = run("province", "import", register, package, "--yes")
    assert (held.code, code in held.out) == (1, True)
    agreeing: tuple[object, ...] = (
        ("held", register, 1, "--release", release)
        if by_release
        else ("import", register, package, "--yes", accept)
    )
    unexplained = run("province", *agreeing)
    assert (unexplained.code, "--note" in unexplained.err) == (2, True)
    done = run("province", *agreeing, "--note", "đã gọi xã", "--json")
    assert code not in done.out
