"""Progress of long work with the remaining time."""

from dataclasses import dataclass, field

import click

from xa_report.progress import EtaEstimator


@dataclass(slots=True)
class EtaProgress:
    """Progress callback that prints finished steps and the remaining time to the error stream."""

    verb: str
    """Word for the step, as `kiểm tra`."""
    estimator: EtaEstimator = field(default_factory=EtaEstimator)

    def __call__(self, name: str, done: int, of: int) -> None:
        """Print one finished step."""
        remaining = self.estimator.remaining_text(done, of)
        rest = f", {remaining}" if remaining else ""
        click.echo(f"[{done}/{of}] {self.verb} {name}{rest}", err=True)
