"""Both sides together, begun anew or where others have come to."""

import copy
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.factories.unsigned_submissions import SENT, UNITS
from tests.flow.exchange.commune_driver import CommuneDriver
from tests.flow.exchange.commune_model import CommuneModel, Field, ModelReceipt, SentPackage
from tests.flow.exchange.province_driver import ProvinceDriver
from tests.flow.exchange.province_model import ProvinceModel
from tests.flow.exchange.scenario import ExchangeScenario
from xa_report.signing.identity import BOTH_ROLES

CODES = UNITS[:2]
Change = tuple[Field, object]


@dataclass(frozen=True)
class WalkStart:
    """The files of both sides at one moment, and what they should hold."""

    folder: Path
    homes: Mapping[str, CommuneModel]
    models: Mapping[str, ProvinceModel]
    packages: Sequence[SentPackage] = ()
    receipts: Sequence[ModelReceipt] = ()
    bytes: Mapping[str, bytes] = field(default_factory=dict)


class ExchangeWalk:
    """Two communes, each with its file, and two people at the register of the province."""

    def __init__(self, scene: ExchangeScenario, start: WalkStart, folder: Path) -> None:
        for name in ("so.xaprov", *(f"{code}.xadb" for code in CODES)):
            shutil.copy(start.folder / name, folder / name)
        then = copy.deepcopy(start)
        self.folder = folder
        self.sides = {code: CommuneDriver(scene, folder, then.homes[code]) for code in CODES}
        self.office = ProvinceDriver(scene, folder, dict(then.models))
        self.office.bytes |= start.bytes
        self.packages, self.receipts = list(start.packages), list(start.receipts)
        for code in CODES:  # a copy from before anything was sent
            self.sides[code].backup_state = scene.folder / f"{code}.xadb", new_commune_model(code)

    def close(self) -> None:
        for side in self.sides.values():
            side.commune.close()
        self.office.close()

    def pause(self) -> WalkStart:
        """Stop here, so that walks may begin here."""
        self.close()
        homes = {code: side.home for code, side in self.sides.items()}
        models = self.office.models
        return WalkStart(
            self.folder, homes, models, self.packages, self.receipts, self.office.bytes
        )  # fmt: skip

    def check(self) -> None:
        for side in self.sides.values():
            side.check()
        self.office.check()

    def check_bytes(self) -> None:
        for side in self.sides.values():
            side.check_signed()
        self.office.check_bytes()

    def export(self, code: str) -> None:
        sent = self.sides[code].export()
        if sent is not None:
            self.packages.append(sent)

    def send(self, code: str, some: Sequence[Change]) -> None:
        """Change something, sign and pack."""
        for change in some:
            self.sides[code].change(*change)
        for role in BOTH_ROLES:
            self.sides[code].sign(role)
        self.export(code)

    def take(self, at: int, chosen: Sequence[tuple[SentPackage, bool]]) -> None:
        """Let packages come in, or of some only the PDF."""
        files = {self._file_of(one, alone=alone): one for one, alone in chosen}
        self.office.take(at, [(one, path) for path, one in files.items()])

    def _file_of(self, package: SentPackage, *, alone: bool) -> Path:
        if not alone:
            return package.path
        target = self.folder / f"{package.manifest}.pdf"
        with zipfile.ZipFile(package.path) as archive:
            target.write_bytes(archive.read("bao-cao.pdf"))
        return target

    def give(self, at: int, code: str) -> None:
        receipt = self.office.give(at, code)
        if receipt is not None and receipt not in self.receipts:
            self.receipts.append(receipt)

    def onward(self, at: int, code: str, some: Sequence[Change], codes: Sequence[str]) -> None:
        """One turn of the loop: a report at home is sent; what came is returned, or answered."""
        side, model = self.sides[code], self.office.models[code]
        if side.home.state in ("draft", "returned", "ready", "signed"):
            self.send(code, some)
            return
        last = [one for one in self.packages if one.unit == code][-1]
        if last not in model.taken.values():
            self.take(at, [(last, False)])
        elif model.case.state in ("received", "appraising", "explaining", "second"):
            self.office.send_back(at, code, tuple(codes))
        else:
            self.give(at, code)
            side.receive(model.receipts[-1])


def new_commune_model(code: str) -> CommuneModel:
    home = CommuneModel(code)
    for ref, value in SENT.items():
        assert home.change(("figure", ref), value)
    return home


def make_starts(scene: ExchangeScenario, folder: Path) -> tuple[WalkStart, ...]:
    """Nothing sent; both reports received; both returned, and one receipt for it at home."""
    homes, models = (
        {code: new_commune_model(code) for code in CODES},
        {code: ProvinceModel() for code in CODES},
    )
    starts = [WalkStart(scene.folder, homes, models)]
    for name, turns in (("da-nhan", [*CODES, *CODES]), ("da-tra", [*CODES, CODES[0]])):
        (folder / name).mkdir()
        walk = ExchangeWalk(scene, starts[-1], folder / name)
        for code in turns:
            walk.onward(0, code, [(("figure", "tre"), 2)], ["1.1"])
        if name == "da-nhan":
            for code in CODES:  # receipts that nobody takes in time
                walk.give(0, code)
        walk.check()
        starts.append(walk.pause())
    return tuple(starts)
