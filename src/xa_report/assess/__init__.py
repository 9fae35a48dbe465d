"""Assessment of a report by its form and plans: pure functions, exact arithmetic."""
