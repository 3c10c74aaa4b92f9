/**
 * From the fob on the reader to "type the code", with the device's own share subtracted (issue 4). Here a few, to
 * see that it can be measured; `npm run bench:issuance` takes the figures of docs/hardware.md.
 */
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { summary } from '../../bench/statistics.ts'
import { Field } from '../../emulators/field.ts'
import { bridgeToVpcd, startPcscd } from '../../emulators/pcscd.ts'
import { StrictFob } from '../../emulators/strict-fob.ts'
import { awaitingCode } from '../../main/desk/counter.ts'
import { there } from '../../main/desk/there.ts'
import { until } from '../../main/desk/world.ts'
import { forkedProcesses, type ForkedProcesses } from '../forked-processes.ts'
import { onReader, realBranch } from '../real-branch.ts'
import { instant, isTiming, type FromTimed } from './messages.ts'

const issuances = Number(process.env['ISSUANCE_TIMINGS'] ?? 3)

/** A way to the fob, with the fob in the test's hands. */
interface Hand {
  readonly processes: ForkedProcesses
  lay(chipSerial: string): void
  lift(): Promise<void>
  press(): Promise<string>
  written(): Extract<FromTimed, { timing: 'written' }>
}

function timedProcesses(env: Readonly<Record<string, string>>) {
  const heard: FromTimed[] = []
  const processes = forkedProcesses({
    env,
    programmer: fileURLToPath(new URL('programmer.ts', import.meta.url)),
    aside: (message) => {
      if (!isTiming(message)) return false
      heard.push(message as FromTimed)
      return true
    },
  })
  onTestFinished(() => processes.end())
  const take = <T extends FromTimed['timing']>(timing: T) => {
    const at = heard.findIndex((each) => each.timing === timing)
    return at < 0 ? undefined : (heard.splice(at, 1)[0] as Extract<FromTimed, { timing: T }>)
  }
  return { processes, take }
}

async function overPcscd(): Promise<Hand> {
  const pcscd = await startPcscd()
  const { processes, take } = timedProcesses({ TIMED_WAY: 'pcsc', PCSCLITE_CSOCK_NAME: pcscd.socket })
  const field = new Field()
  const bridge = bridgeToVpcd(field, pcscd.port)
  onTestFinished(async () => {
    bridge.close()
    await pcscd.stop()
  })
  return {
    processes,
    lay: (chipSerial) => field.place(new StrictFob(chipSerial)),
    async lift() {
      field.place(null)
      // The service looks every 400 ms whether something lies there.
      await new Promise((resolve) => setTimeout(resolve, 1000))
    },
    press: async () => there(field.fob?.display(field.fob.clock())),
    written: () => there(take('written')),
  }
}

async function overCcid(): Promise<Hand> {
  const { processes, take } = timedProcesses({ TIMED_WAY: 'ccid' })
  return {
    processes,
    lay: (chipSerial) => processes.tell({ timing: 'place', chipSerial }),
    lift: async () => processes.tell({ timing: 'place', chipSerial: null }),
    async press() {
      processes.tell({ timing: 'press' })
      return (await until('the code', () => take('code'))).code
    },
    written: () => there(take('written')),
  }
}

it.each([
  ['pcscd', 'pcsc', overPcscd],
  ['the virtual CCID reader', 'usb', overCcid],
])(
  `${issuances} issuances over %s`,
  { timeout: 60_000 + issuances * 5000 },
  async (name, transport, over) => {
    const hand = await over()
    const { world, fobs, apply } = await realBranch(issuances, { processes: hand.processes })
    const whole: number[] = []
    const ours: number[] = []
    for (const { serial, chipSerial } of fobs) {
      const applicationId = await apply()
      await until('a reader', async () => (await world.call('issuance.state', {})).readers[0])
      hand.lay(chipSerial)
      expect(await onReader(world, chipSerial)).toMatchObject({ transport })
      // As a scanned label does: at once.
      const { issuanceId } = await world.call('issuance.begin', { applicationId, serial })
      await awaitingCode(world)
      const asked = instant()
      const { presentAt, deviceMs, exchanges } = hand.written()
      expect(exchanges).toBe(6)
      whole.push(asked - presentAt)
      ours.push(asked - presentAt - deviceMs)
      await world.call('issuance.code', { issuanceId, code: await hand.press() })
      await until('the proof', async () => (await world.call('issuance.state', {})).last?.ok)
      await hand.lift()
    }
    expect(ours.every((ms) => ms > 0 && ms < 60_000)).toBe(true)
    if (process.env['ISSUANCE_TIMINGS'] === undefined) return
    const ms = (values: readonly number[]): string => {
      const { p50, p99, worst } = summary(values)
      return [p50, p99, worst].map((each) => each.toFixed(0)).join(' / ')
    }
    console.log(`[issuance] over ${name}: fob present → code asked, p50 / p99 / worst of ${ours.length}`)
    console.log(`[issuance]   whole ${ms(whole)} ms, without the device's share ${ms(ours)} ms (bar: 150 ms)`)
  },
)
