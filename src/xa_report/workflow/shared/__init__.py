"""Workflow that commune and province share: definitions, keys, certificates, verification."""
