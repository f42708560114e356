"""The whole path on one machine: a store, the pipeline, a served release, an answer over gRPC."""
