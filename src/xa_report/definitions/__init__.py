"""From TOML files to forms and plans, with all faults at once."""
