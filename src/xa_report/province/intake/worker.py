"""What a worker process does for the intake: judges one file after another, writes nothing."""

import gc
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xa_report.errors import EnvironmentFailedError, PackageFaultError
from xa_report.package.carrier.extracting import LARGEST_PDF, MEBIBYTE
from xa_report.package.opening import open_package
from xa_report.province.intake.judging import Received, judge_pdf, receive
from xa_report.signing.trust import TrustStore, read_trust

SELDOM = (50_000, 20, 50)
"""When Python looks for garbage: a judged file leaves little, and looking takes a fifth."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is no sound report."""

    sha256: str
    """Empty when it could not be read at all."""
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What all files of one intake are judged by."""

    trust: TrustStore
    moment: datetime

    def judge(self, path: Path) -> Received | Refused:
        """Judge a package, or a signed PDF alone, told apart by its first bytes."""
        try:
            with path.open("rb") as file:
                alone = file.read(5) == b"%PDF-"
                data = b"%PDF-" + file.read(LARGEST_PDF * MEBIBYTE) if alone else b""
            if alone:
                return judge_pdf(data, self.trust, "", self.moment)
            with open_package(path) as package:
                return receive(package, self.trust, self.moment)
        except PackageFaultError as error:
            return Refused(_digest(path), error.code, str(error))
        except (EnvironmentFailedError, OSError) as error:
            return Refused("", "", str(error))


_desks: list[Desk] = []


def prepare(trust: Path, moment: datetime) -> None:
    """Begin a worker process: read the trust folder once."""
    _desks[:] = [Desk(read_trust(trust), moment)]
    gc.freeze()
    gc.set_threshold(*SELDOM)


def judge_file(path: Path) -> Received | Refused:
    """Judge a file in a worker process that was prepared."""
    return _desks[0].judge(path)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            digest = sha256()
            while chunk := file.read(MEBIBYTE):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
