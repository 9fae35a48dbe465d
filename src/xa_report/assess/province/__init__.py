"""Assessment for a province: appraisal, ranking, targets over all communes."""
