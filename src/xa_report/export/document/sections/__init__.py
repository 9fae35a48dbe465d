"""The body of the report: five sections of plain sentences, made from the data alone."""
