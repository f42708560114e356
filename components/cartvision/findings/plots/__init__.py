"""Plots of evidence: what the report of a training and that of an evaluation share."""
