# The bot as a container: what builds it in one stage, the program and what it requires in the other.
#
#   docker build --tag wsss-bot .
#   docker run --read-only --volume wsss-bot:/data --env GITHUB_TOKEN wsss-bot
#
# /data holds config.toml, in var/ the state, and in .cache/ when arXiv may be asked again; nothing
# else is ever written. `serve` is the
# default; any other command takes its place: docker run … wsss-bot doctor. As process 1 the
# program ends within seconds of SIGTERM or SIGINT, so it needs no --init.

# Python's official image, by the digest of its index of platforms. To renew it:
#   docker buildx imagetools inspect python:3.12-slim-bookworm
FROM python:3.12.15-slim-bookworm@sha256:54c85f3c47607a77f32adec749d3c81d1348bf25833671f512b26a9b6d778cb3 AS python


FROM python AS build
# With a fixed date the wheel comes out the same each time, and bytecode is checked by what its
# source holds: nothing can be compiled later, under a read-only root.
ENV SOURCE_DATE_EPOCH=1577836800 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements/build.txt requirements/run.txt requirements/
RUN python -m venv tools \
 && tools/bin/pip install --require-hashes --only-binary :all: --requirement requirements/build.txt \
 && python -m venv --without-pip /opt/wsss-bot \
 && tools/bin/pip --python /opt/wsss-bot install --require-hashes --only-binary :all: --requirement requirements/run.txt
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY src src
RUN tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && tools/bin/pip --python /opt/wsss-bot install --no-deps dist/*.whl


FROM python
ARG REVISION=""
LABEL org.opencontainers.image.title="wsss-bot" \
      org.opencontainers.image.description="Keeps a list of papers on GitHub alive: finds new arXiv papers that belong on it and proposes ready rows" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="$REVISION"
# By number, as Kubernetes must see that it is not root.
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin bot \
 && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/wsss-bot /opt/wsss-bot
ENV PATH=/opt/wsss-bot/bin:$PATH \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
HEALTHCHECK --interval=5m --timeout=10s --start-period=1m CMD ["wsss-bot", "healthcheck"]
ENTRYPOINT ["wsss-bot"]
CMD ["serve"]
