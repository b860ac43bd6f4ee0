FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json vite.config.ts ./
COPY loaders loaders
COPY src src
RUN npm run build

# The command is one bundled file: no node_modules.
FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /app
COPY package.json LICENSE LICENSE-DATA.md ./
COPY seeds seeds
COPY --from=build /app/dist/parcours dist/parcours
COPY --from=build /app/dist/graphiql dist/graphiql
# The user `node` by its number, so that an orchestrator sees that it is not root.
USER 1000:1000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/parcours/main.js"]
CMD ["serve"]
