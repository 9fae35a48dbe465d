"""Commands of `xa-report commune`."""
