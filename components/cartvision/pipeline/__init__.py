"""Compile a pipeline graph, or run it here, on this machine."""
