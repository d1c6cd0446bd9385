# One image for api, worker and the setup steps: the command says which.
FROM python:3.11-slim AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt .
# Nothing that the lock does not name with its hash, and nothing that would have to be compiled.
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
# The id is fixed, so that the owner of the data volume stays the same from one image to the next.
RUN useradd --system --uid 10001 --home-dir /app ronda && install -d -o ronda -g ronda /data
COPY --from=libraries /venv /venv
WORKDIR /app
COPY . .
RUN python -m templates.catalogues compile
# The version that the image is: rounds are pinned to it, so an image without one is not made.
ARG BUILD
RUN test -n "$BUILD"
ENV BUILD=$BUILD
USER ronda
VOLUME /data
EXPOSE 8000
CMD ["python", "worker.py"]
