"""Package answer_template."""
