"""The plots of an evaluation: a module a plot, each from the evidence or its report to a PNG."""
