"""The right pane: cards made from the form for one area or criterion."""
