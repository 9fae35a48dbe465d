"""Progress of long work with the time that is left."""

from dataclasses import dataclass, field

import click

from xa_report.progress import EtaEstimator


@dataclass(slots=True)
class EtaProgress:
    """Writes each finished step to the error stream, with the time left."""

    verb: str
    """What is done with each file: `kiểm tra`."""
    estimator: EtaEstimator = field(default_factory=EtaEstimator)

    def __call__(self, name: str, done: int, of: int) -> None:
        """Write one step."""
        remaining = self.estimator.remaining_text(done, of)
        rest = f", {remaining}" if remaining else ""
        click.echo(f"[{done}/{of}] {self.verb} {name}{rest}", err=True)
