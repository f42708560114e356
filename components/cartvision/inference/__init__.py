"""One way to ask a model what it sees, whether it is PyTorch modules or an ONNX file."""
