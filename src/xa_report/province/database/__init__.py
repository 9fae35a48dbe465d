"""The province's register: one schema for SQLite and PostgreSQL, nothing in it is overwritten."""
