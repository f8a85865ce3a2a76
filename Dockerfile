# The dashboard. Context: the repository's root. `python -m deploy image` builds it (docs/operations/image.md).
#
# Everything that runs while building runs on the builder's own architecture: an image for ARM needs no emulation. What
# goes into the image is copied into an empty one, so that nothing of the building is in any of its layers.

#checkov:skip=CKV_DOCKER_7:Every base is an argument, whose default names a version

# What the image runs on: Python, and the libraries it needs. Any Debian-like image with Python 3.11 or newer will do.
ARG BASE=docker.io/library/python:3.13-slim
# What it is built on: the same Python as in BASE, with pip and venv.
ARG BUILD_BASE=${BASE}
# Node 20 or newer, with npm.
ARG NODE=docker.io/library/node:22-slim

# Scripts, styles and the tracker.
FROM --platform=$BUILDPLATFORM ${NODE} AS scripts
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
COPY tracker-js/package.json tracker-js/
COPY tracker-js/examples/package.json tracker-js/examples/
COPY dashboard/frontend/package.json dashboard/frontend/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --workspace liveinsight-tracker --workspace liveinsight-dashboard --loglevel=error
COPY LICENSE ./
COPY tracker-js tracker-js
COPY dashboard/frontend dashboard/frontend
RUN npm run build --workspace liveinsight-tracker --workspace liveinsight-dashboard

# The locked packages, for the architecture that the image is for.
FROM --platform=$BUILDPLATFORM ${BUILD_BASE} AS packages
ARG TARGETARCH
WORKDIR /build
COPY deploy/image/stages stages
COPY dashboard/requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m stages.packages "$TARGETARCH" requirements.txt /app/venv

# The code, its messages in other languages, and what the scripts' stage made.
FROM packages AS code
COPY LICENSE /app/
COPY liveinsight /app/liveinsight
COPY dashboard /app/dashboard
RUN python3 -m stages.application /app
COPY --from=scripts /build/dashboard/static/dist /app/dashboard/static/dist
COPY --from=scripts /build/tracker-js/dist/li.js /build/tracker-js/dist/li-vitals.js \
     /build/tracker-js/dist/LICENSE-web-vitals.txt /app/tracker-js/dist/
COPY deploy/image/stages/healthcheck.py /app/healthcheck.py

# The base without what only installing needs.
FROM --platform=$TARGETPLATFORM ${BASE} AS base
FROM --platform=$BUILDPLATFORM ${BUILD_BASE} AS root
WORKDIR /build
COPY deploy/image/stages stages
COPY --from=packages /app/venv/pyvenv.cfg ./
COPY --from=base / /root-file-system
RUN python3 -m stages.root /root-file-system

FROM scratch
COPY --from=root /root-file-system /
COPY --from=packages /app/venv /app/venv
COPY --from=code /app/LICENSE /app/healthcheck.py /app/
COPY --from=code /app/tracker-js /app/tracker-js
COPY --from=code /app/liveinsight /app/liveinsight
COPY --from=code /app/dashboard /app/dashboard

# The root file system may be read-only; this is where it writes. ECS and docker give a volume the owner that it has here.
ENV PATH=/app/venv/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/scratch \
    TMPDIR=/scratch \
    LIVEINSIGHT_HISTORY_FOLDER=/scratch/history \
    PORT=8000
VOLUME ["/scratch"]
WORKDIR /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "/app/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "--config", "dashboard/gunicorn.conf.py", "dashboard:create_app()"]

# Last, for they differ from build to build.
ARG VERSION=unknown
ARG REVISION=unknown
ARG BASE
LABEL org.opencontainers.image.title="LiveInsight dashboard" \
      org.opencontainers.image.description="Self-hosted, real-time web analytics in your own AWS account" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE}"
