/** The verification API of the bank's internet banking (docs/verification-api.md, ADR 029). */
import type { z } from 'zod'
import type { ApiScope } from '../../api-clients.ts'
import type { Hub } from '../../hub.ts'
import * as service from '../../verification/service.ts'
import type { HubPlugin } from '../server.ts'
import { resultRow, statusOf, verified, whyOf } from './answers.ts'
import { requireScope } from './auth.ts'
import { apiCalls } from './call.ts'
import { CODE_REPLAY_MS } from './idempotency.ts'
import { ordinaryPace, type Pace } from './pace.ts'
import * as schemas from './schemas.ts'

/** Where the server registers `apiRoutes`. */
export const API_PATH = '/v1'

/** For one address, all calls together: the bank's own servers have few. What is guessed is counted per fob anyway. */
const rateLimit = { max: 60_000, timeWindow: 60_000 }

export function apiRoutes(hub: Hub, pace: Pace = ordinaryPace): HubPlugin {
  return async (app) => {
    const { arrived, act, look } = apiCalls(hub, pace)
    app.addHook('onRequest', arrived)
    app.addHook('onRequest', app.rateLimit(rateLimit))
    const scoped = (scope: ApiScope) => ({ onRequest: requireScope(hub, scope) })
    const described = <S extends object, A extends z.ZodType>(summary: string, answer: A, schema: S) => ({
      tags: ['verification'],
      summary,
      security: [{ apiClient: [] }],
      response: { 200: answer, '4xx': schemas.refusalAnswer },
      ...schema,
    })
    const headers = schemas.idempotencyHeaders
    const code = { replayMs: CODE_REPLAY_MS }

    app.post(
      '/verify',
      {
        ...scoped('verify'),
        schema: described('Check a one-time password at a login', schemas.acceptedAnswer, {
          headers,
          body: schemas.verifyBody,
        }),
      },
      (request, reply) => {
        const { loginId, code: typed } = request.body
        return act(request, reply, { kind: 'login', ...code }, async () =>
          verified(await service.verify(hub, loginId, typed)),
        )
      },
    )
    app.post(
      '/activate',
      {
        ...scoped('verify'),
        schema: described('利用開始登録 (BLG3020)', schemas.acceptedAnswer, {
          headers,
          body: schemas.activateBody,
        }),
      },
      (request, reply) => {
        const { loginId, serial, code: typed } = request.body
        return act(request, reply, { kind: 'activation', ...code }, async () =>
          verified(await service.activate(hub, loginId, serial, typed)),
        )
      },
    )
    app.post(
      '/resynchronise',
      {
        ...scoped('verify'),
        schema: described('Find a fob’s clock again by two consecutive codes', schemas.acceptedAnswer, {
          headers,
          body: schemas.resynchroniseBody,
        }),
      },
      (request, reply) => {
        const { loginId, codes } = request.body
        return act(request, reply, { kind: 'login', ...code }, async () =>
          verified(await service.resynchronise(hub, loginId, ...codes)),
        )
      },
    )
    app.post(
      '/unlock',
      {
        ...scoped('customer'),
        schema: described('利用停止解除 by an administrator of the contract', schemas.usersAnswer, {
          headers,
          body: schemas.unlockBody,
        }),
      },
      (request, reply) => {
        const { actorLoginId, loginIds, memo } = request.body
        return act(request, reply, { kind: 'act' }, async () =>
          resultRow(await service.unlock(hub, actorLoginId, loginIds, memo)),
        )
      },
    )
    app.post(
      '/revoke',
      {
        ...scoped('customer'),
        schema: described('トークンの失効 by an administrator of the contract', schemas.usersAnswer, {
          headers,
          body: schemas.revokeBody,
        }),
      },
      (request, reply) => {
        const { actorLoginId, loginIds } = request.body
        return act(request, reply, { kind: 'act' }, async () =>
          resultRow(await service.revoke(hub, actorLoginId, loginIds)),
        )
      },
    )
    app.get(
      '/users/:loginId/status',
      {
        ...scoped('customer'),
        schema: described('What a login needs, and the user’s two states', schemas.statusAnswer, {
          params: schemas.userParams,
        }),
      },
      (request, reply) => look(request, reply, () => statusOf(hub, request.params.loginId)),
    )
    app.get(
      '/users/:loginId/why',
      {
        ...scoped('staff'),
        schema: described('Why codes were refused, for staff', schemas.whyAnswer, {
          params: schemas.userParams,
        }),
      },
      (request, reply) => look(request, reply, () => whyOf(hub, request.params.loginId)),
    )
  }
}
