"""Serve a release with a real Triton on this machine, checked against its golden frames."""
