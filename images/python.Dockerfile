# One runtime of the pipeline: EXTRA names it, and the extra of pyproject.toml that it needs.
# Built by images/build. No "# syntax" line: it would fetch a frontend from a registry.
ARG BASE_IMAGE=python:3.11-slim-bookworm
ARG WHEELS_IMAGE=scratch

FROM ${WHEELS_IMAGE} AS wheels

FROM ${BASE_IMAGE} AS dependencies
ARG EXTRA
ARG PIP_CERT=
ARG PIP_FIND_LINKS=
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY pyproject.toml constraints.txt ./
# An empty package is installed for its dependencies alone, so that this layer outlives our edits.
RUN --mount=type=bind,from=wheels,target=/wheels --mount=type=secret,id=ca \
    mkdir -p components/cartvision && touch README.md components/cartvision/__init__.py \
 && python3 -m venv /opt/venv \
 && pip install --constraint constraints.txt ".[$EXTRA]" \
 && pip uninstall --yes cartvision

FROM dependencies AS package
ARG PIP_CERT=
COPY README.md LICENSE ./
COPY components components
RUN --mount=type=secret,id=ca pip wheel --no-deps --wheel-dir /dist .

FROM ${BASE_IMAGE}
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 NO_ALBUMENTATIONS_UPDATE=1
RUN useradd --create-home --uid 10001 cartvision
COPY --from=dependencies /opt/venv /opt/venv
RUN --mount=type=bind,from=package,source=/dist,target=/dist \
    pip install --no-cache-dir --no-index --no-deps /dist/*.whl
WORKDIR /home/cartvision
COPY pipelines pipelines
USER 10001
