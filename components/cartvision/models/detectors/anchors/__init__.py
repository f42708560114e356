"""The anchors family: the shelf detector as it was described for SKU-110K."""
