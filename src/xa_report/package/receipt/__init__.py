"""The receipt: what a province says about one submission, as JSON inside a sealed PDF."""
