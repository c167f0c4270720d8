# The bot as a container: requirements in one stage, nothing but them and the program in the other.
FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements/run.txt requirements/build.txt ./requirements/
RUN python -m venv /opt/wsss-bot \
 && /opt/wsss-bot/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /build/dist . \
 && /opt/wsss-bot/bin/pip install --no-cache-dir --no-deps /build/dist/*.whl

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 bot
COPY --from=build /opt/wsss-bot /opt/wsss-bot
ENV PATH=/opt/wsss-bot/bin:$PATH PYTHONUNBUFFERED=1
USER bot
WORKDIR /data
ENTRYPOINT ["wsss-bot"]
CMD ["--help"]
