# One image for every role; docker-compose.yml says which one a container runs.
FROM node:22-bookworm-slim AS build
WORKDIR /ledger
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY apps apps
COPY libs libs
COPY migrations migrations
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /ledger
COPY --from=build /ledger/package.json ./
COPY --from=build /ledger/node_modules node_modules
COPY --from=build /ledger/dist dist
COPY docs/schemas docs/schemas
COPY docs/problems.md docs/problems.md
RUN mkdir /var/lib/notary && chown node /var/lib/notary
USER node
CMD ["node", "dist/apps/api/src/main.js"]
