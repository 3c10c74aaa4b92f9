import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { HubApp } from './app.ts'

/** Where internet banking's developers read the API, and its description as JSON below it (`/json`). */
const DOCS_PATH = '/docs'

/** Describes every route whose schema has `tags`; the others (devices, portal) are nobody's to program against. */
export async function describeApi(app: HubApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Fobdesk: head office', version: '1' },
      components: { securitySchemes: { apiClient: { type: 'http', scheme: 'basic' } } },
    },
    hideUntagged: true,
    transform: jsonSchemaTransform,
  })
  // Its own pages need their own scripts and styles, and nothing from elsewhere.
  await app.register(swaggerUi, { routePrefix: DOCS_PATH, staticCSP: true, uiConfig: { validatorUrl: null } })
}
