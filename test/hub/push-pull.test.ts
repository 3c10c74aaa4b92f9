import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../domain/events.ts'
import { HUB_DEVICE, verifyHubHead } from '../../protocol/hub-head.ts'
import { DeskDouble, deviceKeys, opened } from './desk-double.ts'
import { contractDrafts, createWorld, enrolDesk, exchange, fobDrafts, issuedDrafts } from './world.ts'

/** Events that every world begins with: the branch and its staff. */
const START = 4

const measured = (offsetMs: number): EventDraft => ({
  type: 'ClockMeasured',
  v: 1,
  data: { offsetMs, roundTripMs: 1 },
})

describe('push and pull', () => {
  it('receives, answers with one receipt for many events, and folds the state', async () => {
    const world = await createWorld()
    await exchange(world, [...contractDrafts('C1', ['ichirodt', 'jirodt']), measured(1), measured(2)])
    const count = world.desk.own.length
    const { device } = world.desk
    expect(world.desk.pulled.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'EventsRelayed', data: { device } },
      { type: 'VerdictGiven', data: { device, seq: count, accepted: true, code: null } },
    ])
    const entries = await world.hub.store.transaction((tx) => tx.entriesAfter(0, 100))
    expect(entries.map((entry) => entry.event).slice(0, count)).toEqual(world.desk.own)
    expect(entries).toHaveLength(count + 2)
  })

  it('takes a device’s own enrolment as its own fact', async () => {
    const world = await createWorld()
    const { device } = world.desk
    const data = { device, branchNo: '001', hubKeyId: 'k', hubFingerprint: '12345' }
    await exchange(world, [{ type: 'Enrolled', v: 1, data }])
    expect(world.desk.verdicts).toEqual([{ device, seq: START + 1, accepted: true, code: null }])
  })

  it('answers a repeated push without applying it again, whole or in part', async () => {
    const { desk, headOffice, hub } = await createWorld()
    desk.record([measured(1), measured(2), measured(3)])
    const whole = desk.pushInput()
    expect(await headOffice.push(whole)).toEqual({ ok: true, receivedThrough: START + 3 })
    expect(await headOffice.push(whole)).toEqual({ ok: true, receivedThrough: START + 3 })
    expect(await headOffice.push(desk.pushInput(1, START + 2))).toEqual({
      ok: true,
      receivedThrough: START + 3,
    })
    desk.record([measured(4)])
    expect(await headOffice.push(desk.pushInput(2))).toEqual({ ok: true, receivedThrough: START + 4 })
    expect(await headOffice.push(desk.pushInput(START + 4))).toEqual({ ok: true, receivedThrough: START + 4 })
    const entries = await hub.store.transaction((tx) => tx.entriesAfter(0, 100))
    expect(entries.filter((entry) => entry.device === desk.device)).toHaveLength(START + 4)
    // The relay of the opening, and two receipts.
    expect(entries.filter((entry) => entry.device === HUB_DEVICE)).toHaveLength(3)
  })

  it('takes the journal in any partition, cut after any message', async () => {
    const events = Array.from({ length: 6 }, (_, index) => measured(index))
    for (let first = 1; first <= START + 6; first += 1) {
      const { desk, headOffice } = await createWorld()
      desk.record(events)
      await headOffice.push(desk.pushInput(0, first))
      // The answer was lost: the desk begins again with what it believes.
      expect(await headOffice.push(desk.pushInput(0))).toEqual({ ok: true, receivedThrough: START + 6 })
    }
  })

  it('refuses a gap and says from where', async () => {
    const { desk, headOffice } = await createWorld()
    desk.record([measured(1), measured(2)])
    const answer = await headOffice.push(desk.pushInput(1))
    expect(answer).toEqual({ ok: false, code: 'SEQUENCE_GAP', detail: { expected: 1 } })
  })

  it('refuses an unknown device and a foreign signature', async () => {
    const { desk, headOffice, hub } = await createWorld()
    const stranger = new DeskDouble({ ...desk.enrolment, device: 'd-none' }, deviceKeys())
    stranger.record([measured(1)])
    expect(await headOffice.push(stranger.pushInput())).toMatchObject({ code: 'DEVICE_UNKNOWN' })
    const forger = new DeskDouble(desk.enrolment, deviceKeys())
    forger.record([measured(1)])
    expect(await headOffice.push(forger.pushInput())).toMatchObject({ code: 'DEVICE_SIGNATURE' })
    expect(await hub.store.transaction((tx) => tx.entriesAfter(0, 10))).toEqual([])
  })

  it('refuses events that the signed head does not cover, in whatever way they were changed', async () => {
    const { desk, headOffice, hub } = await createWorld()
    desk.record([measured(1), measured(2)])
    const input = desk.pushInput()
    const [one, two, three, ...rest] = input.events
    if (!one || !two || !three) throw new Error('three events were recorded')
    const changed = { ...two, bytes: Uint8Array.from(two.bytes) }
    changed.bytes[changed.bytes.length - 40] = (changed.bytes.at(-40) ?? 0) ^ 1
    for (const events of [
      [one, three, ...rest],
      [two, one, three, ...rest],
      [one, changed, three, ...rest],
      [one, one, two, three, ...rest],
      input.events.slice(0, -1),
    ]) {
      const answer = await headOffice.push({ ...input, events })
      expect(answer.ok).toBe(false)
    }
    expect(await hub.store.transaction((tx) => tx.entriesAfter(0, 10))).toEqual([])
    expect(await headOffice.push(input)).toEqual({ ok: true, receivedThrough: START + 2 })
  })

  it('refuses a part that is not the event’s own', async () => {
    const { desk, headOffice } = await createWorld()
    desk.record(contractDrafts('C1', ['ichirodt']))
    const input = desk.pushInput()
    const events = input.events.map((event) => ({
      ...event,
      parts: event.parts.map((part) => ({ ...part, salt: new Uint8Array(16) })),
    }))
    expect(await headOffice.push({ ...input, events })).toMatchObject({ code: 'EVENT_MALFORMED' })
  })

  it('refuses another realm', async () => {
    const { desk, headOffice } = await createWorld()
    desk.record([measured(1)], { realm: 'real' })
    expect(await headOffice.push(desk.pushInput())).toMatchObject({ code: 'STORE_OTHER_REALM' })
  })

  it('refuses an event that names another branch, and tells the desk', async () => {
    const world = await createWorld()
    const data = { ...fobDrafts('12345678')[0]?.data, branchNo: '002' }
    await exchange(world, [{ type: 'FobReceived', v: 1, data } as EventDraft, measured(1)])
    expect(world.desk.verdicts).toEqual([
      { device: world.desk.device, seq: START + 1, accepted: false, code: 'OTHER_BRANCH' },
      { device: world.desk.device, seq: START + 2, accepted: true, code: null },
    ])
    // The chain goes on through the refused event.
    await exchange(world, [measured(2)])
    expect(world.desk.pulled.at(-1)).toMatchObject({ data: { seq: START + 3, accepted: true } })
  })

  it('refuses the whole push for a kind of event it does not know', async () => {
    const { desk, headOffice, hub } = await createWorld()
    const unknown = { type: 'FobSang', v: 1, data: {} }
    expect(() => desk.record([unknown as unknown as EventDraft])).toThrow('EVENT_UNKNOWN')
    expect(await headOffice.push(desk.pushInput())).toMatchObject({ code: 'EVENT_UNKNOWN' })
    expect(await hub.store.transaction((tx) => tx.entriesAfter(0, 10))).toEqual([])
  })

  it('quarantines a device whose history forks, for good', async () => {
    const { desk, headOffice } = await createWorld()
    desk.record([measured(1), measured(2)])
    await headOffice.push(desk.pushInput())
    const restored = new DeskDouble(desk.enrolment, {
      publicKey: new Uint8Array(32),
      sign: (m) => desk.sign(m),
    })
    restored.record([measured(9)])
    expect(await headOffice.push(restored.pushInput())).toMatchObject({ code: 'DEVICE_QUARANTINED' })
    desk.record([measured(3)])
    expect(await headOffice.push(desk.pushInput(START + 2))).toMatchObject({ code: 'DEVICE_QUARANTINED' })
    const { device } = desk
    expect(await headOffice.pull({ device, after: 0, limit: 10 })).toMatchObject({
      code: 'DEVICE_QUARANTINED',
    })
    expect(await headOffice.login({ device, loginId: 'x', code: null })).toMatchObject({
      code: 'DEVICE_QUARANTINED',
    })
  })

  it('sees the fork of a copy that only continues, and of one that only asks', async () => {
    for (const asksOnly of [false, true]) {
      const { desk, headOffice } = await createWorld()
      desk.record([measured(1)])
      const copy = desk.copy()
      desk.record([measured(2)])
      copy.record([measured(3)])
      await headOffice.push(desk.pushInput())
      const input = asksOnly ? { ...copy.pushInput(), events: [] } : copy.pushInput(START + 1)
      expect(await headOffice.push(input)).toMatchObject({ code: 'DEVICE_QUARANTINED' })
    }
  })

  it('tells a rolled-back desk how far head office is', async () => {
    const { desk, headOffice } = await createWorld()
    desk.record([measured(1)])
    const old = desk.copy()
    desk.record([measured(2)])
    await headOffice.push(desk.pushInput())
    const asked = await headOffice.push({ ...old.pushInput(), events: [] })
    expect(asked).toEqual({ ok: true, receivedThrough: START + 2 })
  })

  it('signs every page of its own chain, page by page without a gap', async () => {
    const { desk, headOffice } = await createWorld()
    for (let index = 0; index < 5; index += 1) {
      desk.record([measured(index)])
      await desk.push(headOffice)
    }
    const seqs: number[] = []
    for (let after = 0, more = true; more;) {
      const page = await headOffice.pull({ device: desk.device, after, limit: 2 })
      if (!page.ok) throw new Error(page.code)
      seqs.push(...page.events.map((event) => opened(event).seq))
      const { seq, hash, signature } = page.head
      const head = { realm: 'training' as const, branchNo: '001', seq, hash }
      const { publicKey } = (await headOffice.identify({})).signing
      expect(verifyHubHead(publicKey, head, signature)).toBe(true)
      expect(verifyHubHead(publicKey, { ...head, branchNo: '002' }, signature)).toBe(false)
      ;({ more } = page)
      after = seq
    }
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6])
    const beyond = await headOffice.pull({ device: desk.device, after: 7, limit: 2 })
    expect(beyond).toMatchObject({ ok: false, code: 'HUB_CHAIN_BROKEN' })
  })

  it('gives each branch its own chain', async () => {
    const world = await createWorld()
    const { hub, headOffice } = world
    await hub.store.transaction(async (tx) => {
      const known = await tx.branch('001')
      if (known !== undefined) await tx.saveBranch({ ...known, branchNo: '002' })
    })
    const other = await enrolDesk(hub, headOffice, '002')
    await exchange(world, [measured(1)])
    await exchange({ ...world, desk: other }, [measured(1)])
    await exchange(world, [measured(2)])
    expect(world.desk.pulled.map((event) => event.meta.seq)).toEqual([1, 2, 3])
    expect(other.pulled.map((event) => event.meta.seq)).toEqual([1])
  })
})

describe('the sealed seed', () => {
  it('is acknowledged once it is known to open', async () => {
    const world = await createWorld()
    const drafts = [...contractDrafts('C1', ['ichirodt']), ...fobDrafts('12345678')]
    await exchange(world, drafts)
    await exchange(world, await issuedDrafts(world, { serial: '12345678', loginIds: ['ichirodt'] }))
    expect(world.desk.pulled.map((event) => event.type)).toEqual([
      'EventsRelayed',
      'VerdictGiven',
      'EventsRelayed',
      'VerdictGiven',
      'SeedBoxReceived',
    ])
    expect(world.desk.state.get('fob', '12345678')?.seedAtHub).toBe(true)
  })

  it.each([
    ['a changed box', { spoilBox: true }],
    ['a box for another fob', { boxFor: { serial: '87654321' } }],
    ['a box for another issuance', { boxFor: { issuanceId: 'i-other' } }],
    ['a box of another device', { boxFor: { device: 'd-other' } }],
    ['a box for another key', { boxFor: { keyId: 'other' } }],
  ])('refuses the issuance for %s', async (_name, spoiled) => {
    const world = await createWorld()
    await exchange(world, [...contractDrafts('C1', ['ichirodt']), ...fobDrafts('12345678')])
    await exchange(
      world,
      await issuedDrafts(world, { serial: '12345678', loginIds: ['ichirodt'], ...spoiled }),
    )
    const verdict = world.desk.pulled.find((event) => event.type === 'VerdictGiven' && !event.data.accepted)
    expect(verdict?.data).toMatchObject({ code: 'SEED_BOX_NOT_OPENED' })
    expect(await world.hub.store.transaction((tx) => tx.fob('12345678'))).toBeUndefined()
  })
})
