"""Small widgets that know neither forms nor reports."""
