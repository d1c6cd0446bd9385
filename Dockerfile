# One image for api, worker and the setup steps: the command says which.
FROM python:3.11-slim AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt .
# Nothing that the lock does not name with its hash, and nothing that would have to be compiled: the one library that
# comes as its source alone is plain Python.
RUN /venv/bin/pip install --require-hashes --only-binary :all: --no-binary dkimpy -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
# For backups: pg_dump must not be older than the server.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
# The ids are fixed, so that the owner of the data volume stays the same from one image to the next.
RUN groupadd --system --gid 10001 ronda && useradd --system --uid 10001 --gid ronda --home-dir /app ronda && install -d -o ronda -g ronda /data
COPY --from=libraries /venv /venv
WORKDIR /app
COPY . .
# Compiled once: a workflow's sandbox imports its code anew for each round.
RUN python -m templates.catalogues compile && python -m compileall -q .
# The version that the image is: rounds are pinned to it, so an image without one is not made.
ARG BUILD
RUN test -n "$BUILD"
ENV BUILD=$BUILD
USER ronda
VOLUME /data
EXPOSE 8000
CMD ["python", "worker.py"]
