"""The plots that only an evaluation has: a module a plot, each from evidence or report to a PNG."""
