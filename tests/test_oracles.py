import pytest

from tests.oracles import PACKAGES, oracle


@pytest.fixture
def no_programs(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
@pytest.mark.usefixtures("no_programs")
def test_a_missing_oracle_fails_in_ci_and_is_skipped_elsewhere(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="apt-get install qpdf"):
        oracle("qpdf")


def test_ci_installs_every_oracle(pytestconfig):
    script = (pytestconfig.rootpath / ".ci" / "run").read_text("utf-8")
    assert {package for package in PACKAGES.values() if package not in script} == set()
