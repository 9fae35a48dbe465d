"""The annexes of the province's report: tables of all communes."""
