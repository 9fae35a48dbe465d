"""Intake of what communes send: examination, classification, import or quarantine."""
