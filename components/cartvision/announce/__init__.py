"""Say at the end of a run what became of it: released, refused or failed."""
