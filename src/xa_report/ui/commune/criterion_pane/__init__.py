"""The right pane: cards for one line of the outline."""
