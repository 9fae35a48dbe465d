"""Values of a province: appraisal, overview, ranking, targets, consolidation."""
