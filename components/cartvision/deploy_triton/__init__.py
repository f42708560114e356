"""Turn an exported model that passed the gate into a release that Triton serves."""
