"""Demonstration: made-up communes and a province, built by the workflow like real ones."""
