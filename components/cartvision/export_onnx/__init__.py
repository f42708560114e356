"""Export one ONNX graph from frame to answer, quantise it, and keep the better by measurement."""
