"""Commands for everybody: forms, keys, verification, drives, the demonstration."""
