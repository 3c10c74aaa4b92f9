# Head office's hub. Written and not run: there was no Docker engine where it was made (docs/hub-operation.md).
FROM node:24-bookworm-slim AS packages
WORKDIR /fobdesk
COPY package.json package-lock.json ./
# The hub's packages are development packages of this repository: the desk's installer must not carry them.
# No install scripts: Electron and the readers' native modules are of no use here.
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /fobdesk
ENV NODE_ENV=production \
    FOBDESK_HUB_FOLDER=/var/lib/fobdesk-hub \
    FOBDESK_HUB_HOST=0.0.0.0
RUN install -d -o node -g node -m 700 /var/lib/fobdesk-hub
COPY --from=packages /fobdesk/node_modules node_modules
COPY package.json ./
COPY domain domain
COPY protocol protocol
COPY hub hub
COPY tools/hq.ts tools/hq.ts
USER node
VOLUME /var/lib/fobdesk-hub
EXPOSE 8443
# Exec form: SIGTERM must reach the hub itself.
CMD ["node", "hub/main.ts"]
HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:9464/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
