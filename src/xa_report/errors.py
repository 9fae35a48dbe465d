"""Tree of all deliberate errors; the text of each may be shown to the user as it is.

XaReportError
├── UsageError                a request that cannot be carried out as it was made (exit code 2)
├── DefinitionError           forms or plans that cannot be used; carries all faults
├── AnswerError               answers that cannot be taken; carries all faults
├── BlockedError              findings that prevent what was asked for (exit code 1)
├── ConflictError             somebody else changed the same thing first; names who and what
├── SigningError              the document or the certificate does not allow this signature
├── UnprintableError          a text holds characters that the documents' fonts cannot draw
├── PackageFaultError         a package, PDF or record that is not accepted; carries its one code
└── EnvironmentFailedError    disk, file, lock: the world, not the user (exit code 3)
    ├── KeyUnavailableError   key file or token: missing, locked, wrong PIN; carries the state
    ├── StoreBusyError        another window or process holds the file
    ├── StoreTooNewError      the file was written by a newer version
    └── StoreDamagedError     the file is not intact

Anything else that is raised is a bug and belongs in the crash log.
"""

from collections.abc import Sequence
from enum import Enum


class XaReportError(Exception):
    """Root of all deliberate errors; its text is a Vietnamese sentence for the user."""

    exit_code = 1


class UsageError(XaReportError):
    """A request that cannot be carried out as it was made."""

    exit_code = 2


class FaultsError(XaReportError):
    """Base of errors that carry many faults, each with its location and its remedy."""

    def __init__(self, sentence: str, faults: Sequence[object] = ()) -> None:
        super().__init__("\n".join([sentence, *(f"  {fault}" for fault in faults)]))
        self.sentence = sentence
        self.faults = tuple(faults)


class DefinitionError(FaultsError):
    """Forms or plans that cannot be used; `faults` holds them all."""


class AnswerError(FaultsError):
    """Answers that cannot be taken; nothing was stored; `faults` holds them all."""


class BlockedError(FaultsError):
    """Findings prevent what was asked for; `faults` holds them."""


class ConflictError(XaReportError):
    """Somebody else changed the same thing first; nothing was overwritten."""


class SigningError(XaReportError):
    """The document or the certificate does not allow this signature."""


class UnprintableError(XaReportError):
    """A text holds characters that the documents' fonts cannot draw; names them and the place."""


class PackageFaultError(XaReportError):
    """A package or a part of it that is not accepted; `code` is permanent, as `P001`."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code


class EnvironmentFailedError(XaReportError):
    """The disk, a file or a lock: the world refused, not the user."""

    exit_code = 3


class KeyUnavailableError(EnvironmentFailedError):
    """A key file or token cannot be used; `state` says why, the text what to do."""

    def __init__(self, sentence: str, state: Enum) -> None:
        super().__init__(sentence)
        self.state = state


class StoreBusyError(EnvironmentFailedError):
    """Another window or process holds the file; the text names it."""


class StoreTooNewError(EnvironmentFailedError):
    """The file was written by a newer version of the program."""


class StoreDamagedError(EnvironmentFailedError):
    """The file is not intact."""
