"""The worst mistakes as pictures, kept while the test set streams by."""
