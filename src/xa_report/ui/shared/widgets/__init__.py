"""Small widgets that know nothing of forms."""
