"""The window: pages and widgets made from the form; PySide6 only here and in app."""
