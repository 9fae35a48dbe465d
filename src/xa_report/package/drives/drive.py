"""A drive as people choose it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Drive:
    """A mounted file system."""

    path: Path
    file_system: str
    """As the system calls it: `vfat`, `exFAT`, `NTFS`."""
    free: int
    """Bytes for this user."""
    total: int
    removable: bool
    """A stick or a card, as far as the system can tell."""
    label: str = ""

    @property
    def shown(self) -> str:
        """One line for a list: `USB_XA (/media/usb) · còn 3,2 GB · vfat`."""
        gigabytes = f"{self.free / 10**9:,.1f}".translate(str.maketrans(",.", ".,"))
        name = f"{self.label} ({self.path})" if self.label else str(self.path)
        return f"{name} · còn {gigabytes} GB · {self.file_system}"
