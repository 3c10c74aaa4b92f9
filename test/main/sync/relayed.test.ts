/** What stands beside a page must be what head office's chain names. */
import { expect, it } from 'vitest'
import { pullAll } from '../../../main/sync/pull.ts'
import { sealEnvelope } from '../../../protocol/envelope.ts'
import type { HeadOffice, WireEvent } from '../../../protocol/head-office.ts'
import { opened } from '../../hub/desk-double.ts'
import { countingRandom } from '../../hub/random.ts'
import { createWorld, enrolDesk, exchange, fobDrafts } from '../../hub/world.ts'

/** The same device, number and place in its chain; another fact. */
function forged(original: WireEvent): WireEvent {
  const { device, seq, prev, id, realm, at, by } = opened(original)
  const data = { serial: '99999999', expiresAt: at }
  const draft = { type: 'FobExpiryCorrected', v: 1, data } as const
  const sealed = sealEnvelope({
    draft,
    device,
    seq,
    prev,
    id,
    realm,
    at,
    by,
    random: countingRandom('forged'),
  })
  return { bytes: sealed.bytes, parts: [] }
}

it('is refused when a line puts another event into a relayed one’s place', async () => {
  const world = await createWorld()
  const second = await enrolDesk(world.hub, world.headOffice)
  await exchange(world, fobDrafts('40100001'))
  const spoilt: Pick<HeadOffice, 'identify' | 'pull'> = {
    ...world.headOffice,
    pull: async (input) => {
      const page = await world.headOffice.pull(input)
      return page.ok ? { ...page, relayed: page.relayed.map(forged) } : page
    },
  }
  const pull = (headOffice: Pick<HeadOffice, 'identify' | 'pull'>) =>
    pullAll({
      enrolment: second.enrolment,
      desk: second,
      headOffice,
      halted: () => null,
      onPulled: () => undefined,
    })
  expect(await pull(spoilt)).toMatchObject({ ok: false, code: 'HUB_CHAIN_BROKEN' })
  expect(second.pulled).toEqual([])
  expect(await pull(world.headOffice)).toEqual({ ok: true })
})
