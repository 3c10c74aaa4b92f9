import { expect, it } from 'vitest'
import { createApi } from './api.ts'

it('describes every call with its credentials, its body and its answers', async () => {
  const api = await createApi()
  try {
    const { paths, components } = (await api.app.inject('/docs/json')).json<{
      paths: Record<string, Record<string, { security: unknown; responses: object; requestBody?: object }>>
      components: { securitySchemes: object }
    }>()
    expect(Object.keys(paths).sort()).toEqual([
      '/v1/activate',
      '/v1/resynchronise',
      '/v1/revoke',
      '/v1/unlock',
      '/v1/users/{loginId}/status',
      '/v1/users/{loginId}/why',
      '/v1/verify',
    ])
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { security, responses, requestBody }] of Object.entries(methods)) {
        expect(security, path).toEqual([{ apiClient: [] }])
        expect(Object.keys(responses).sort(), path).toEqual(['200', '4XX'])
        expect(requestBody === undefined, path).toBe(method === 'get')
      }
    }
    expect(components.securitySchemes).toEqual({ apiClient: { type: 'http', scheme: 'basic' } })
  } finally {
    await api.close()
  }
})
