"""Ask a served release about a folder of JPEGs over gRPC, as a smart cart does, and draw it."""
