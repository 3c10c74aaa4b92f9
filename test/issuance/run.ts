/** One issuance that goes wrong as its seed says, carried on as a teller would, and what must hold all the while. */
import { expect } from 'vitest'
import { refusals } from '../../domain/refusals.ts'
import { StrictFob, type FobStep } from '../emulators/strict-fob.ts'
import { TELLER } from '../main/desk/counter.ts'
import { recorded } from '../main/desk/recorded.ts'
import { there } from '../main/desk/there.ts'
import { until } from '../main/desk/world.ts'
import { strikesOf, type FaultStep, type Strike } from './cases.ts'
import type { CounterPlace, SpareFob } from './counter-place.ts'

const MOST_TRIES = 5

/** @returns the number of tries until the fob was issued */
export async function runIssuance(place: CounterPlace, { serial, chipSerial }: SpareFob, seed: number) {
  const { world, processes, reader, disk } = place
  const applicationId = await place.apply()
  const fob = new StrictFob(chipSerial)
  const strikes = [...strikesOf(seed)]
  const written: string[] = []
  /** The seed whose right code was typed last. */
  let provable: string | undefined
  let touched = false
  let strike: Strike | undefined
  let striking: Promise<unknown> = Promise.resolve()
  const told: string[] = []

  function due(step: FaultStep): Strike | undefined {
    if (strike?.step !== step) return undefined
    const now = strike
    strike = undefined
    return now
  }

  function hit({ fault }: Strike): void {
    switch (fault) {
      case 'programmerKilled':
        return processes.crashProgrammer()
      case 'fobRemoved':
        return reader.field.place(null)
      case 'readerUnplugged':
        return reader.plug(false)
      case 'mainRestarted':
        striking = world.restart()
        return
      case 'journalFull':
        disk.full = true
        return
      case 'lineDown':
        world.online = false
        return
      case 'answerGarbled':
      case 'threeWrongCodes':
      case 'fiveWrongCodes':
        return
    }
  }

  reader.onStep = (step: FobStep) => {
    if (step === 'config' || step === 'seed') touched = true
    if (step === 'seed') written.push(there(fob.seed).toString('hex'))
    const now = due(step)
    if (now === undefined) return false
    hit(now)
    return now.fault === 'answerGarbled'
  }

  /** What the screen shows; undefined: nobody is signed in any more. */
  async function screen() {
    await striking
    const state = await world.answer('issuance.state', {})
    return state.ok ? state.value : undefined
  }

  const rightCode = (): string => there(fob.display(fob.clock()))

  async function typeCode(code: string): Promise<void> {
    const shown = await screen()
    if (shown?.running?.step !== 'awaitingCode') return
    const { issuanceId, attemptsLeft } = shown.running
    if (code === rightCode()) provable = there(fob.seed).toString('hex')
    const taken = await world.answer('issuance.code', { issuanceId, code })
    if (!taken.ok) told.push(taken.code)
    if (code === rightCode()) return
    await until('the wrong code to be counted', async () => {
      const running = (await screen())?.running
      return running === null || running === undefined || running.attemptsLeft < attemptsLeft
    })
  }

  async function attempt(): Promise<void> {
    const restarting = strike?.fault === 'mainRestarted'
    const begun = await world
      .answer('issuance.begin', { applicationId, serial: '' })
      .catch((error: unknown) => {
        // The program that was asked is gone, and the screen that asked with it.
        if (!restarting) throw error
        return undefined
      })
    if (begun?.ok === false) told.push(begun.code)
    if (begun?.ok !== true) return
    const waiting = await until('the write to end', async () => {
      const shown = await screen()
      if (shown?.running?.step === 'awaitingCode') return 'code'
      return (shown?.running ?? null) === null && 'ended'
    })
    if (waiting === 'ended') return
    const atCode = due('awaitingCode')
    if (atCode !== undefined) {
      hit(atCode)
      const wrong = String((Number(rightCode()) + 1) % 1_000_000).padStart(6, '0')
      const times = atCode.fault === 'threeWrongCodes' ? 3 : atCode.fault === 'fiveWrongCodes' ? 5 : 0
      for (let count = 0; count < times; count++) await typeCode(wrong)
    }
    await typeCode(rightCode())
    const afterCode = due('code')
    if (afterCode !== undefined) {
      for (let turn = 0; turn < afterCode.turns; turn++) await new Promise((next) => setImmediate(next))
      hit(afterCode)
    }
    await until('the end', async () => ((await screen())?.running ?? null) === null)
  }

  /** Plugs in, lays the fob back, frees the disk, signs in: whatever the screen would ask for. */
  async function putRight(): Promise<void> {
    await striking
    disk.full = false
    world.online = true
    reader.plug(true)
    const { phase, failure } = await world.call('desk.status', {})
    if (phase !== 'signedIn') await world.signIn(TELLER)
    else if (failure !== null) await world.call('store.retry', {})
    reader.field.place(fob)
    // What the full disk cut off is voided by itself, a moment after it can be written again.
    await until('no issuance half done', async () => {
      const view = there(await world.call('fobs.get', { serial }))
      return view.seed !== 'writing'
    })
    await until('the fob on the reader', async () => {
      const shown = await screen()
      return (
        shown?.running === null && shown.readers.some(({ fob: lying }) => lying?.chipSerial === chipSerial)
      )
    })
  }

  async function holds(): Promise<boolean> {
    const application = there(await world.call('applications.get', { applicationId }))
    const view = there(await world.call('fobs.get', { serial }))
    expect(new Set(written).size, 'each write has a seed of its own').toBe(written.length)
    if (application.status === 'issued') {
      expect(view).toMatchObject({ seed: 'proven', place: 'issuedHeld' })
      expect(fob.seed?.toString('hex'), 'what is issued was proven').toBe(there(provable))
      return true
    }
    expect(application).toMatchObject({ status: 'approved', serial: null })
    expect(view).toMatchObject({ place: 'stock', loginIds: [], contractNo: null })
    expect(['blank', 'void']).toContain(view.seed)
    const tasks = (await world.call('tasks.list', {})).filter(({ code }) => code === 'TASK_ISSUANCE_VOID')
    if (touched) expect(view.seed, 'an ambiguous write is void').toBe('void')
    if (touched) expect(tasks.map(({ subject }) => JSON.stringify(subject)).join()).toContain(serial)
    const last = (await world.call('issuance.state', {})).last
    const sentences = [...tasks.map(({ code }) => code), ...told.splice(0), last?.refusal?.code ?? []].flat()
    expect(sentences.length, 'somebody is told what to do').toBeGreaterThan(0)
    for (const code of sentences) expect(Object.keys(refusals)).toContain(code)
    return false
  }

  async function recordedOnce(): Promise<void> {
    const of = async (type: string) =>
      (await recorded(world, { text: serial, type, staffNo: null, before: null, limit: 50 })).entries
    const [started, issued, voided] = await Promise.all([
      of('IssuanceStarted'),
      of('FobIssued'),
      of('IssuanceVoided'),
    ])
    expect(issued).toHaveLength(1)
    expect(started).toHaveLength(issued.length + voided.length)
    const idOf = ({ data }: { readonly data: string }) =>
      (JSON.parse(data) as { issuanceId: string }).issuanceId
    const ended = [...issued, ...voided].map(idOf)
    expect(new Set(ended).size, 'no issuance ends twice').toBe(ended.length)
    expect(started.map(idOf).sort()).toEqual([...ended].sort())
  }

  await putRight()
  for (let tries = 1; ; tries++) {
    if (tries > MOST_TRIES) throw new Error(`not issued after ${MOST_TRIES} tries`)
    strike = strikes.shift()
    await attempt()
    strike = undefined
    await putRight()
    if (!(await holds())) continue
    await recordedOnce()
    reader.field.place(null)
    return tries
  }
}
