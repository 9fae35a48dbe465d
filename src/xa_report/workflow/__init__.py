"""Workflow: one function for every action of a user; window and command line call only these."""
