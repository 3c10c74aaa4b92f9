/** How every call of the API is carried out and answered: once for each key, refused as its client may read it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../../../domain/decide-types.ts'
import { isRefusal } from '../../../domain/refuse.ts'
import type { Hub } from '../../hub.ts'
import { clientOf } from './auth.ts'
import { once } from './idempotency.ts'
import { answered, refused, type Kind, type Outcome } from './outcome.ts'
import { onTheBeat, type Pace } from './pace.ts'

interface Act {
  readonly kind: Kind
  /** See `IdempotentCall`. */
  readonly replayMs?: number
}

export function apiCalls(hub: Hub, pace: Pace) {
  const arrivals = new WeakMap<FastifyRequest, number>()

  async function send(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): Promise<void> {
    if (outcome.uniform) await onTheBeat(pace, arrivals.get(request) ?? pace.monotonic())
    // Awaited: the handler has nothing to return, the bytes being ready.
    await reply.code(outcome.status).type('application/json; charset=utf-8').send(outcome.body)
  }

  function outcomeOf(request: FastifyRequest, kind: Kind, answer: object): Outcome {
    return isRefusal(answer) ? refused(clientOf(request), answer, kind) : answered(answer)
  }

  return {
    arrived: async (request: FastifyRequest): Promise<void> => {
      arrivals.set(request, pace.monotonic())
    },

    /** A call that may change something. */
    async act(
      request: FastifyRequest,
      reply: FastifyReply,
      { kind, ...replay }: Act,
      work: () => Promise<object | Refusal>,
    ): Promise<void> {
      const { 'idempotency-key': key } = request.headers
      const call = {
        clientId: clientOf(request).id,
        key: typeof key === 'string' ? key : undefined,
        request: JSON.stringify([request.routeOptions.url, request.body]),
        ...replay,
      }
      const outcome = await once(hub, call, async () => outcomeOf(request, kind, await work()))
      return send(request, reply, outcome)
    },

    /** A question that changes nothing. */
    async look(
      request: FastifyRequest,
      reply: FastifyReply,
      work: () => Promise<object | Refusal>,
    ): Promise<void> {
      return send(request, reply, outcomeOf(request, 'act', await work()))
    },
  }
}
