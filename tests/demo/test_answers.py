"""Made-up communes of any skill fill reports that may be submitted."""

from dataclasses import replace
from pathlib import Path

import pytest

from xa_report.demo.answers import fill_commune_year
from xa_report.demo.figures import CommuneProfile
from xa_report.demo.keys import find_demo_definitions
from xa_report.demo.scenario import DemoCommune, choose_scenario
from xa_report.domain.numbers import show_number
from xa_report.workflow.commune import database_file
from xa_report.workflow.commune.assessed_report import AssessedReport


def _filled(sender: DemoCommune, folder: Path) -> AssessedReport:
    form, plans = find_demo_definitions()
    with database_file.create_commune_file(
        folder / "xa.xadb", sender.unit, [form], plans
    ) as commune:
        return fill_commune_year(commune, sender, folder / "tai-lieu")


@pytest.mark.parametrize("size", [0.6, 1.5])
@pytest.mark.parametrize("skill", [-0.16, 0.0, 0.06])
@pytest.mark.parametrize("seed", [1, 2])
def test_any_skill_gives_figures_that_agree(
    seed: int, skill: float, size: float, tmp_path: Path
) -> None:
    sender = replace(choose_scenario(seed, 3).senders[0], profile=CommuneProfile(size, skill))
    work = _filled(sender, tmp_path)
    assert work.assessment.is_submittable, work.assessment.findings
    assert work.report.letterhead.signer == sender.chairman


def test_skill_shows_in_the_points(tmp_path: Path) -> None:
    results = []
    for skill in (-0.16, 0.06):
        folder = tmp_path / show_number(round(skill * 100))
        folder.mkdir()
        sender = replace(choose_scenario(5, 3).senders[1], profile=CommuneProfile(1.0, skill))
        results.append(_filled(sender, folder).assessment.result)
    assert results[1] - results[0] > 5


def test_a_ward_does_not_call_itself_a_village(tmp_path: Path) -> None:
    sender = choose_scenario(1, 3).senders[0]
    ward = replace(sender.unit, name="Phường Tân Ninh", kind="phường")
    work = _filled(replace(sender, unit=ward), tmp_path)
    written = [link.file.document.citation for link in work.report.evidence]
    written += [*work.report.explanations.values(), *work.report.letterhead.copies]
    assert any("phường Tân Ninh" in text for text in written)
    assert not [text for text in written if "UBND xã" in text or "HĐND xã" in text]
