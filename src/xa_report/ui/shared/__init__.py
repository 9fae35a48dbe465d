"""Widgets, models and the page protocol that the windows of commune and province share."""
