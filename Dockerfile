# Two stages: the second one has only the runtime packages, which makes the image about a third of the size of the
# first. Pinned to a minor version: a patch comes with the next build, a new minor version with a commit that passes the
# tests.
FROM node:24.21-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
COPY src src
COPY widget widget
RUN npm ci && npm prune --omit=dev

FROM node:24.21-slim
# docker build --build-arg VERSION=… --build-arg REVISION=$(git rev-parse HEAD) .
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="silk-ticker" \
  org.opencontainers.image.description="Official KGS, KZT, TJS, UZS and TMT rates against the US dollar" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.base.name="docker.io/library/node:24.21-slim"
ENV NODE_ENV=production DATA_DIR=/data OPS_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/package.json ./
RUN mkdir /data && chown node:node /data
# By number: Kubernetes' runAsNonRoot does not accept a name.
USER 1000:1000
VOLUME /data
EXPOSE 3000 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT||3000}/healthz`).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/main.js"]
