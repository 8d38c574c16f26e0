# syntax=docker/dockerfile:1.7
# The service as an image: docs/deployment.md. Checked by test/unit/deployment.test.ts, and its steps by .ci/production-install.
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

# What is compiled: needs development's tools.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

# What runs: no development tools, no Meilisearch for tests, no package's own scripts.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev && rm -rf node_modules/@gaubee && npm cache clean --force

FROM ${NODE_IMAGE} AS service
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/seed ./seed
COPY --from=build /app/src/http/examples ./src/http/examples
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/package.json /app/LICENSE ./
RUN install --directory --owner=node --group=node --mode=0700 /data
USER node
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=3 CMD ["node", "scripts/probe.mjs"]
CMD ["node", "dist/src/main.js"]

# The same with PostgreSQL's own programs, for npm run backup and restore.
FROM service AS tools
USER root
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
USER node
HEALTHCHECK NONE
CMD ["npm", "run", "doctor"]

# What is built when no target is named.
FROM service
