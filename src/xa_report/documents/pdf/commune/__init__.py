"""The landscape annexes; their numbers are the same in every report."""
