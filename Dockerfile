# One image for every process of Forewarn; the command says which: api, worker or prepare.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# the product alone: no development servers, stand-ins or tests (tsconfig.build.json)
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /forewarn
COPY --from=dependencies /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE ./
USER node
EXPOSE 8080
# `node dist/worker/main.js` is the worker, `node dist/ops/prepare.js` readies the database and the namespace
CMD ["node", "--enable-source-maps", "dist/api/main.js"]
