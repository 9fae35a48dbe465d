"""Appraisal: two rounds over what a commune sent, and the way between them."""
