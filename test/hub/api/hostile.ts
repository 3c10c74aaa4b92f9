/**
 * Hostile calls of every endpoint (P9): wrong shapes, sizes, types and credentials. Every one must be refused with a
 * code, none accepted, none answered with a fault of ours, and no fob's last step may move.
 */
import fc from 'fast-check'
import type { ApiScope } from '../../../hub/api-clients.ts'
import { refusalAnswer } from '../../../hub/http/api/schemas.ts'
import { createApi, FOREIGN, MASTER, OWN, SHARED, WAITING, type Api, type Call } from './api.ts'

interface Endpoint {
  readonly scope: ApiScope
  readonly call: Call & { readonly body?: object }
}

const user = (name: string): Endpoint['call'] => ({ method: 'GET', path: `/users/${MASTER}/${name}` })

/** A whole call of each; what is done to it comes on top. */
export const endpoints = {
  verify: { scope: 'verify', call: { path: '/verify', body: { loginId: MASTER, code: '000000' } } },
  activate: {
    scope: 'verify',
    call: { path: '/activate', body: { loginId: WAITING, serial: FOREIGN, code: '000000' } },
  },
  resynchronise: {
    scope: 'verify',
    call: { path: '/resynchronise', body: { loginId: MASTER, codes: ['000000', '000001'] } },
  },
  unlock: {
    scope: 'customer',
    call: { path: '/unlock', body: { actorLoginId: 'jirodt', loginIds: ['hanakodt'], memo: '' } },
  },
  revoke: {
    scope: 'customer',
    call: { path: '/revoke', body: { actorLoginId: 'jirodt', loginIds: ['hanakodt'] } },
  },
  status: { scope: 'customer', call: user('status') },
  why: { scope: 'staff', call: user('why') },
} as const satisfies Readonly<Record<string, Endpoint>>

const scopes: readonly ApiScope[] = ['verify', 'customer', 'staff']
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom(
    '',
    '\u0000',
    '../../why',
    "' OR 1=1 --",
    '１２３４５６',
    '9'.repeat(32),
    '-1',
    '1e5',
    '\ud800',
  ),
)
const oddValue = fc.oneof(oddText, fc.jsonValue(), fc.array(oddText, { maxLength: 30 }), fc.double())
const header = fc.constantFrom(
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-encoding': 'gzip' },
  { 'idempotency-key': 'short' },
  { 'idempotency-key': '\u007f'.repeat(20) },
  { 'x-http-method-override': 'DELETE' },
  { accept: 'text/html' },
)
const credentials = fc.oneof(
  fc.constant(undefined),
  oddText.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  oddText.map((text) => `Bearer ${encodeURIComponent(text.toWellFormed())}`),
)

/** One call that must be refused, and by whom it is made. */
function hostileCall({ scope, call }: Endpoint): fc.Arbitrary<{ by: ApiScope | null; call: Call }> {
  const { body } = call
  const fields = Object.keys(body ?? {})
  const right = fc.constant(scope)
  const changed =
    body === undefined
      ? oddText
          .filter((text) => text.isWellFormed() && !text.includes(MASTER))
          .map((text) => ({ ...call, path: call.path.replace(MASTER, encodeURIComponent(`${text}?`)) }))
      : fc.oneof(
          fc.record({ field: fc.constantFrom(...fields), value: oddValue }).map(({ field, value }) => ({
            ...call,
            body: { ...body, [field]: value },
          })),
          fc.constantFrom(...fields).map((field) => ({
            ...call,
            body: Object.fromEntries(Object.entries(body).filter(([name]) => name !== field)),
          })),
          oddText.map((name) => ({ ...call, body: { ...body, [`x${name}`]: 1 } })),
          fc.string({ unit: 'binary', maxLength: 300 }).map((text) => ({ ...call, body: text })),
          fc
            .integer({ min: 65_537, max: 70_000 })
            .map((size) => ({ ...call, body: { ...body, memo: 'x'.repeat(size) } })),
          fc.constant(call),
        )
  const changedWith = (by: fc.Arbitrary<ApiScope | null>) =>
    fc.record({ by, call: fc.tuple(changed, header).map(([one, headers]) => ({ ...one, headers })) })
  const others = fc.constantFrom(null, ...scopes.filter((other) => other !== scope))
  const forged = fc.record({
    by: fc.constant(null),
    call: credentials.map((authorization) => ({
      ...call,
      ...(authorization !== undefined && { headers: { authorization } }),
    })),
  })
  return fc.oneof(changedWith(right), fc.record({ by: others, call: fc.constant(call) }), forged)
}

/** @throws the counterexample, with the seed to repeat it */
export async function runHostile(api: Api, endpoint: Endpoint, runs: number, seed: number): Promise<void> {
  const before = await steps(api)
  await fc.assert(
    fc.asyncProperty(hostileCall(endpoint), async ({ by, call }) => {
      const { statusCode, body } = await api.call(by === null ? null : [by], call)
      if (statusCode < 400 || statusCode >= 500) throw new Error(`answered with ${statusCode}: ${body}`)
      refusalAnswer.parse(JSON.parse(body))
    }),
    { numRuns: runs, seed },
  )
  const after = await steps(api)
  if (after !== before) throw new Error(`a code was accepted: ${before} became ${after}`)
}

/** The endpoints by the names that `npm run hostile` prints. */
export const apiSurfaces: Readonly<Record<string, Endpoint>> = Object.fromEntries(
  Object.entries(endpoints).map(([name, endpoint]) => [`api ${name}`, endpoint]),
)

/** @returns how many calls were taken: none, or it throws */
export async function runHostileApi(name: string, runs: number, seed: number): Promise<number> {
  const endpoint = apiSurfaces[name]
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`)
  const api = await createApi()
  try {
    await runHostile(api, endpoint, runs, seed)
  } finally {
    await api.close()
  }
  return 0
}

/** The last accepted steps: they move when a code was taken, and never otherwise. */
async function steps({ world }: Api): Promise<string> {
  const fobs = await Promise.all(
    [SHARED, OWN, FOREIGN].map((serial) => world.hub.store.read((tx) => tx.fob(serial))),
  )
  return fobs.map((fob) => fob?.lastStep).join(' ')
}
