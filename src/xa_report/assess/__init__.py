"""From a report, its form and the plans to an assessment; pure and exact."""
