/** Histories for the tests of snapshots: whatever head office may be sent, accepted or not. */
import fc from 'fast-check'
import type { StaffDraft } from '../desk-double.ts'
import {
  contractDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  minutes,
  register,
} from '../world.ts'
import { approvedRequest, type World } from '../world.ts'

const CONTRACTS = 4
const number = fc.nat({ max: CONTRACTS - 1 })
const step = fc.oneof(
  fc.record({
    does: fc.constantFrom('contract', 'fob', 'issue', 'register', 'wrong', 'move', 'ask'),
    n: number,
  }),
  fc.record({ does: fc.constant('staff'), n: fc.nat({ max: 3 }) }),
)
export const history = fc.array(step, { minLength: 4, maxLength: 14 })
export type History = readonly { readonly does: string; readonly n: number }[]

/** A world that has lived through it. */
export async function lived(steps: History): Promise<World> {
  const world = await createWorld()
  await exchange(world, contractDrafts('C0', ['u0']))
  for (const [index, { does, n }] of steps.entries()) {
    world.setNow(world.hub.now() + minutes(1))
    await live(world, does, n, index)
  }
  return world
}

async function live(world: World, does: string, n: number, index: number): Promise<void> {
  const { hub, headOffice, desk } = world
  const [serial, loginId, contractNo] = [String(10_000_001 + n), `u${n}`, `C${n}`]
  switch (does) {
    case 'issue':
      return exchange(world, await issuedDrafts(world, { serial, loginIds: [loginId], contractNo }))
    case 'register':
      if (hub.state.folded.get('user', loginId)?.otp.status === 'tokenIssued' && world.seeds.has(serial)) {
        await register(world, loginId, serial)
      }
      return
    case 'wrong':
      for (let round = 0; round < 6; round += 1) {
        await headOffice.login({ device: desk.device, loginId, code: '000000' })
      }
      return
    default:
      return exchange(world, drafts(does, n, index))
  }
}

function drafts(does: string, n: number, index: number): readonly StaffDraft[] {
  const serial = String(10_000_001 + n)
  switch (does) {
    case 'contract':
      return contractDrafts(`C${n}`, [`u${n}`])
    case 'fob':
      return fobDrafts(serial)
    case 'move': {
      const data = {
        serial,
        from: 'stock' as const,
        to: 'stock' as const,
        reference: null,
        flag: `f${index}`,
      }
      return [{ type: 'FobMoved', v: 1, data }]
    }
    case 'ask':
      return approvedRequest(`q${index}`, {
        kind: 'transfer',
        serials: [serial],
        toBranch: '002',
        reason: '',
      }).slice(0, 1 + (n % 2))
    default: {
      const staffNo = String(4001 + n)
      return [
        { type: 'StaffAdded', v: 1, data: { staffNo, name: `新 ${index}`, role: 'teller', deputy: false } },
      ]
    }
  }
}
