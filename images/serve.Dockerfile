# Triton as the carts call it: NVIDIA's server and the picture decoder that evaluation uses.
# TRITON_VERSION and the label of manifests/base/deployment.yaml are one number, held by a test.
ARG TRITON_VERSION=24.10
FROM nvcr.io/nvidia/tritonserver:${TRITON_VERSION}-py3
ARG PIP_CERT=
COPY constraints.txt /tmp/constraints.txt
RUN --mount=type=secret,id=ca \
    pip install --no-cache-dir --no-deps --constraint /tmp/constraints.txt pillow
USER 1000
