import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { pullAll } from '../../main/sync/pull.ts'
import type { HeadOffice, HeadOfficeOutput } from '../../protocol/head-office.ts'
import type { DeskDouble } from './desk-double.ts'
import { contractDrafts, createWorld, enrolDesk, exchange, fobDrafts, issuedDrafts } from './world.ts'

type Page = Extract<HeadOfficeOutput<'pull'>, { ok: true }>

const measured = (offsetMs: number): EventDraft => ({
  type: 'ClockMeasured',
  v: 1,
  data: { offsetMs, roundTripMs: 1 },
})

async function twoDesks() {
  const world = await createWorld()
  const second = await enrolDesk(world.hub, world.headOffice)
  second.now = world.desk.now
  return { world, second }
}

const pulledBy = (desk: DeskDouble, headOffice: Pick<HeadOffice, 'pull' | 'identify'>) =>
  pullAll({
    enrolment: desk.enrolment,
    desk,
    headOffice,
    halted: () => null,
    onPulled: () => undefined,
  })

describe('the relay', () => {
  it('brings what one device recorded to the other one, in the order of the branch', async () => {
    const { world, second } = await twoDesks()
    await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts('12345678')])
    expect(await pulledBy(second, world.headOffice)).toEqual({ ok: true })
    expect(second.state.get('user', 'ichirodt')).toEqual(world.desk.state.get('user', 'ichirodt'))
    expect(second.pulled.map((event) => event.type)).toEqual([
      'EventsRelayed',
      'BranchOpened',
      'StaffAdded',
      'StaffAdded',
      'StaffAdded',
      'ContractRecorded',
      'UserRecorded',
      'FobReceived',
      'FobMoved',
      'VerdictGiven',
    ])
    second.record([
      {
        type: 'FobMoved',
        v: 1,
        data: { serial: '12345678', from: 'stock', to: 'returned', reference: null, flag: null },
      },
    ])
    await second.push(world.headOffice)
    await pulledBy(world.desk, world.headOffice)
    expect(world.desk.state.get('fob', '12345678')?.custody.place).toBe('returned')
  })

  it('brings neither sealed seeds, nor what concerns one PC alone, nor what was refused', async () => {
    const { world, second } = await twoDesks()
    await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts('12345678'), measured(3)])
    const issued = await issuedDrafts(world, { serial: '12345678', loginIds: ['ichirodt'] })
    const foreign = { ...fobDrafts('87654321')[0]?.data, branchNo: '002' }
    await exchange(world, [...issued, { type: 'FobReceived', v: 1, data: foreign } as EventDraft])
    await pulledBy(second, world.headOffice)
    const got = second.pulled.find((event) => event.type === 'FobIssued')
    expect(got).toBeDefined()
    expect(got?.box).toBeUndefined()
    expect(second.pulled.some((event) => event.type === 'ClockMeasured')).toBe(false)
    expect(second.state.get('fob', '87654321')).toBeUndefined()
    expect(second.state.get('fob', '12345678')?.seedAtHub).toBe(true)
  })

  it('goes through any cut: page by page the same events', async () => {
    const { world, second } = await twoDesks()
    for (let index = 0; index < 4; index += 1) {
      await exchange(world, contractDrafts(`C${index}`, [`user${index}`]))
    }
    const third = await enrolDesk(world.hub, world.headOffice)
    await pulledBy(second, world.headOffice)
    await pulledBy(third, {
      identify: world.headOffice.identify,
      pull: (input) => world.headOffice.pull({ ...input, limit: 1 }),
    })
    expect(third.pulled).toEqual(second.pulled)
    expect(third.hubHead()).toEqual(second.hubHead())
  })

  it.each<[string, (page: Page) => Page]>([
    ['a missing original', (page) => ({ ...page, relayed: page.relayed.slice(1) })],
    ['one too many', (page) => ({ ...page, relayed: [...page.relayed, ...page.relayed.slice(0, 1)] })],
    ['another order', (page) => ({ ...page, relayed: page.relayed.toReversed() })],
    [
      'a changed byte',
      (page) => ({
        ...page,
        relayed: page.relayed.map(({ bytes, parts }, index) => {
          const changed = Uint8Array.from(bytes)
          if (index === 2) changed[changed.length - 40] = (changed.at(-40) ?? 0) ^ 1
          return { bytes: changed, parts }
        }),
      }),
    ],
    [
      'a part of another event',
      (page) => ({
        ...page,
        relayed: page.relayed.map(({ bytes }) => ({ bytes, parts: page.relayed[4]?.parts ?? [] })),
      }),
    ],
  ])('is refused by the desk with %s, and nothing of the page is taken', async (_name, spoil) => {
    const { world, second } = await twoDesks()
    await exchange(world, contractDrafts('C1', ['ichirodt', 'hanakodt']))
    const headOffice = {
      identify: world.headOffice.identify,
      pull: async (input: Parameters<HeadOffice['pull']>[0]) => {
        const page = await world.headOffice.pull(input)
        return page.ok ? spoil(page) : page
      },
    }
    expect(await pulledBy(second, headOffice)).toMatchObject({ ok: false, code: 'HUB_CHAIN_BROKEN' })
    expect(second.pulled).toEqual([])
    expect(await pulledBy(second, world.headOffice)).toEqual({ ok: true })
  })
})
