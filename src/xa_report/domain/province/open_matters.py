"""Open matters of a case: what nobody has entered, looked at or answered when it is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xa_report.domain.unit import Unit

MAX_NAMED_CODES = 10
"""Criteria that a sentence names; more are counted."""


class OpenMatterKind(StrEnum):
    """Kind of an open matter."""

    SURVEY = "survey"
    """The province has not entered the results of a survey."""
    UNSEEN = "unseen"
    """No appraiser has set the points, or a figure, of a criterion."""
    AWAITED = "awaited"
    """Criteria were returned, and the commune has not answered."""
    UNPROVEN = "unproven"
    """Documents of the submission have not been drawn again and compared."""
    DISPROVEN = "disproven"
    """PDF or workbook show something else than the record of the submission."""


NEVER_ACCEPTED = frozenset({OpenMatterKind.UNPROVEN, OpenMatterKind.DISPROVEN})
"""What nobody may take: points would count for which nobody has signed."""

_TEXTS: Mapping[OpenMatterKind, str] = {
    OpenMatterKind.SURVEY: "chưa có kết quả điều tra ở tiêu chí {codes}",
    OpenMatterKind.UNSEEN: "chưa có ý kiến thẩm định ở {count} tiêu chí: {codes}",
    OpenMatterKind.AWAITED: "đang chờ xã bổ sung tiêu chí {codes}",
    OpenMatterKind.UNPROVEN: "chưa vẽ lại văn bản của bản nộp {codes} để so với số liệu (bấm “So "
    "văn bản”, hoặc lệnh province prove)",
    OpenMatterKind.DISPROVEN: "văn bản của bản nộp {codes} khác số liệu gửi kèm; hãy trả lại để xã "
    "nộp lại",
}


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One kind of open matter, with the criteria that it concerns."""

    kind: OpenMatterKind
    codes: tuple[str, ...]
    """In the order of the form; of a proof the submission, as `L1`."""

    @property
    def text(self) -> str:
        """Return the matter in the middle of a sentence: `đang chờ xã bổ sung tiêu chí 3.2`."""
        more = len(self.codes) - MAX_NAMED_CODES
        named = ", ".join(self.codes[:MAX_NAMED_CODES])
        codes = f"{named} và {more} tiêu chí khác" if more > 0 else named
        return _TEXTS[self.kind].format(codes=codes, count=len(self.codes))

    @property
    def keys(self) -> frozenset[str]:
        """Return a text for each criterion, by which an acceptance knows it again."""
        return frozenset(f"{self.kind}:{code}" for code in self.codes)


@dataclass(frozen=True, slots=True)
class CommuneOpenMatters:
    """The open matters in the case of one commune."""

    unit: Unit
    matters: tuple[OpenMatter, ...]
    """At least one."""
    is_unappraised: bool = False
    """True when no appraiser has set anything in the case."""

    @property
    def text(self) -> str:
        """Return all matters in one sentence, without a full stop."""
        return f"{self.unit.name}: {matters_text(self.matters)}"

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of all matters."""
        return frozenset(key for matter in self.matters for key in matter.keys)


def matters_text(matters: Iterable[OpenMatter]) -> str:
    """Return matters in a row."""
    return "; ".join(matter.text for matter in matters)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody's decision to publish a period although matters are open."""

    reason: str
    who: str
    moment: datetime
    keys: Mapping[str, frozenset[str]]
    """What was open then, by unit code."""

    def covers(self, open_matters: CommuneOpenMatters) -> bool:
        """Return whether all that is open in a case was open when it was accepted."""
        accepted = self.keys.get(open_matters.unit.code, frozenset())
        barred = any(matter.kind in NEVER_ACCEPTED for matter in open_matters.matters)
        return not barred and open_matters.keys <= accepted
