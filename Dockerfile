# Kilde in a container: `docker build -t kilde .`, then
# `docker run --env-file .env -v kilde-data:/data -v "$PWD/seeds:/articles:ro" kilde`.
FROM python:3.11-slim-bookworm AS build
WORKDIR /kilde
# The environment first: it changes less often than the code.
COPY pyproject.toml requirements.lock ./
RUN python -m venv /venv && /venv/bin/python -m pip install --no-cache-dir -q -c requirements.lock uv
COPY README.md LICENSE ./
COPY bot bot
COPY ingest ingest
RUN /venv/bin/uv pip install --no-cache --python /venv --torch-backend cpu --compile-bytecode \
        --constraints requirements.lock --build-constraints requirements.lock '.[formats,postgres]' \
    && /venv/bin/uv pip uninstall --python /venv uv

FROM python:3.11-slim-bookworm
# pg_dump, for backups of a PostgreSQL up to its version (15).
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 kilde && install -d -o kilde -g kilde /data /articles
COPY --from=build /venv /venv
COPY --chmod=755 .ci/container /usr/local/bin/kilde-container
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 ARTICLES_DIR=/articles DATA_DIR=/data METRICS_PORT=9464
USER kilde
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# The first ingestion may take long; until then nothing can be asked.
HEALTHCHECK --interval=60s --timeout=30s --start-period=60m --retries=3 CMD kilde health || exit 1
ENTRYPOINT ["kilde-container"]
