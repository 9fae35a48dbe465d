"""The bases of all catalogues of permanent codes."""

from enum import Enum
from typing import Self


class NumberedCode(Enum):
    """A code under a number, as `T01`, and whatever its catalogue adds.

    A number, once released, is never changed and never used for anything else.
    """

    def __init__(self, number: str) -> None:
        self.number = number

    @classmethod
    def from_number(cls, number: str) -> Self:
        """Return the code of a number, `t01` or `T01`; raise KeyError when there is none."""
        for code in cls:
            if code.number == number.strip().upper():
                return code
        raise KeyError(number)


class CatalogueCode(NumberedCode):
    """A code with its sentence and what to do; words in braces are filled in."""

    def __init__(self, number: str, sentence: str, remedy: str = "") -> None:
        super().__init__(number)
        self.sentence = sentence
        self.remedy = remedy

    def format(self, **texts: object) -> str:
        """Return the sentence with its words filled in; raise KeyError when one is missing."""
        return self.sentence.format(**texts)

    @property
    def text(self) -> str:
        """Sentence and remedy in one line, braces not filled in."""
        return f"{self.sentence} {self.remedy}"

    @property
    def coded_text(self) -> str:
        """Number, sentence and remedy in one line: `S012 Tệp chưa có …`."""
        return f"{self.number} {self.text}"
