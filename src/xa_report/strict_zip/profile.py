"""What a kind of .zip may hold, and the faults of one that holds anything else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class ZipFault(Enum):
    """What is wrong; each caller has its own sentences for them."""

    EMPTY = auto()
    TOO_LARGE = auto()
    NOT_ZIP = auto()
    TRUNCATED = auto()
    APPENDED = auto()  # bytes
    COMMENT = auto()
    COMMENT_LENGTH = auto()
    PREPENDED = auto()  # bytes, name of the first file when the directory is where it says
    SPLIT = auto()  # name when a file says so, not the archive
    ZIP64 = auto()  # name when a file says so, not the archive
    NO_ENTRIES = auto()
    TOO_MANY = auto()  # count, most
    TOTAL_TOO_LARGE = auto()
    DIRECTORY_SIZE = auto()
    DIRECTORY_OFFSET = auto()
    DIRECTORY_FOLLOWED = auto()
    DIRECTORY_CUT = auto()
    DIRECTORY_SHORT = auto()
    DIRECTORY_LONG = auto()
    GAP = auto()  # bytes, name
    GAP_BEFORE_DIRECTORY = auto()  # bytes
    # From here on of one file, with its name.
    OVERLAP = auto()
    NO_HEADER = auto()
    HEADERS_DIFFER = auto()
    NO_DESCRIPTOR = auto()
    OUT_OF_BOUNDS = auto()
    ENCRYPTED = auto()
    DESCRIPTOR = auto()
    FLAGS = auto()
    METHOD = auto()
    VERSION = auto()
    EXTRA = auto()
    ENTRY_COMMENT = auto()
    FOLDER = auto()
    SPECIAL = auto()
    ENTRY_TOO_LARGE = auto()
    RATIO = auto()  # most
    SIZE_LIES = auto()
    CRC = auto()
    DEFLATE = auto()
    DEFLATE_TAIL = auto()


class ZipFaultError(Exception):
    """The first fault of an archive; `details` has what the comments of ZipFault name."""

    def __init__(self, fault: ZipFault, **details: object) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.details = details

    @property
    def name(self) -> str:
        """Return the file that it is about; empty when it is about the archive."""
        return str(self.details.get("name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipProfile:
    """What a kind of archive may hold; all limits are inclusive, sizes are bytes."""

    names: Callable[[Sequence[bytes]], Sequence[str]]
    """Returns the names in their order; raises what it likes for one that is not allowed."""
    most_entries: int
    largest_archive: int
    largest_entry: int
    largest_total: int | None = None
    """Of all files unpacked."""
    most_ratio: int | None = None
    """How many times smaller than its content a file may be packed."""
    newest_version: int
    """Of the format, times ten, that is needed to unpack a file."""
    compared: tuple[str, ...]
    """The fields of LocalHeader, beside the name, that must be as the directory has them."""
    descriptors: bool = False
    """Whether size and checksum may stand behind a file instead of before it."""
    padding: bytes = b""
    """How an extra field may begin; without it there may be none."""
