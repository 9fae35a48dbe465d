"""The body of the province's report, in sentences made from the data alone."""
