"""Typed texts that could not be stored, for when their field is opened again."""

from collections.abc import Sequence
from dataclasses import dataclass

TypedTexts = Sequence[Sequence[str]]
"""The texts of an editor, row by row; of most editors one row with one text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of one field, and what was stored for it while they were typed."""

    texts: TypedTexts
    stored: object


class DraftStore:
    """Drafts by the key of their field; they last as long as what is stored does not change."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}

    def save_draft(self, key: str, draft: Draft) -> None:
        """Remember the draft of a field in place of an earlier one."""
        self._drafts[key] = draft

    def drop_draft(self, key: str) -> None:
        """Forget the draft of a field, if there is one."""
        self._drafts.pop(key, None)

    def keys_after(self, beginning: str) -> tuple[str, ...]:
        """Return what follows in the keys with a beginning, oldest draft first."""
        keys = (key for key in self._drafts if key.startswith(beginning))
        return tuple(key.removeprefix(beginning) for key in keys)

    def find_texts(self, key: str, stored: object) -> TypedTexts | None:
        """Return the texts of a draft; one that was typed over something else is dropped."""
        draft = self._drafts.get(key)
        if draft is None or draft.stored == stored:
            return draft.texts if draft else None
        self.drop_draft(key)
        return None
