"""Record that a model was refused, and why: the run is a success and releases nothing."""
