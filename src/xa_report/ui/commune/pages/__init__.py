"""One page for one job."""
