"""Consolidation of a period: results of all communes, ranking, plan targets, overview."""
