"""Books of a period: who stands where, what it adds up to, what is told to each commune."""
