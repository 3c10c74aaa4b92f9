import { expect, it } from 'vitest'
import type { ChildPort } from '../../../main/desk/child-port.ts'
import { ProgrammerHost } from '../../../main/desk/programmer-host.ts'
import type { FromProgrammer } from '../../../programmer/messages.ts'
import { there } from './there.ts'

/** Processes that do what the test says; the waits are listed, and end when the test says. */
function bench() {
  const processes: { readonly posted: unknown[]; say(message: FromProgrammer): void; end(): void }[] = []
  const waits: { readonly ms: number; readonly over: () => void }[] = []
  const fork = (): ChildPort => {
    const posted: unknown[] = []
    const onExit: (() => void)[] = []
    const onMessage: ((message: unknown) => void)[] = []
    let alive = true
    processes.push({
      posted,
      say: (message) => onMessage.forEach((listener) => listener(message)),
      // As Electron's: who listens after the end hears nothing.
      end: () => {
        alive = false
        onExit.splice(0).forEach((listener) => listener())
      },
    })
    return {
      post: (message) => void (alive && posted.push(message)),
      onMessage: (listener) => void onMessage.push(listener),
      onExit: (listener) => void onExit.push(listener),
      kill: () => undefined,
    }
  }
  const start = () => ({
    type: 'start' as const,
    realm: 'training' as const,
    device: 'd-1',
    hubKey: { keyId: 'k', publicKey: new Uint8Array(32) },
    transports: [],
  })
  const after = (ms: number, over: () => void) => {
    waits.push({ ms, over })
    return () => undefined
  }
  const host = new ProgrammerHost(fork, start, () => undefined, after)
  return { host, processes, waits }
}

it('passes over a successor that ended while it waited', () => {
  const { processes } = bench()
  there(processes[0]).say({ type: 'readers', readers: [], faults: [] })
  there(processes[1]).end()
  there(processes[0]).end()
  const started = processes.filter(({ posted }) => posted.length > 0)
  expect(started).toEqual([processes[0], processes[2]])
})

it('waits longer and longer for processes that end at once, and not after one that worked', () => {
  const { processes, waits } = bench()
  for (let deaths = 0; deaths < 8; deaths++) {
    there(processes.at(-2)).end()
    if (deaths > 0) there(waits.at(-1)).over()
  }
  expect(waits.map(({ ms }) => ms)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000])
  there(processes.at(-2)).say({ type: 'readers', readers: [], faults: [] })
  there(processes.at(-2)).end()
  expect(waits).toHaveLength(7)
  expect(there(processes.at(-2)).posted).toHaveLength(1)
})

it('looks again with the successor once the process has ended, and hears nothing more of it', () => {
  const { host, processes } = bench()
  const heard = { type: 'readers' as const, readers: [], faults: ['USB_NO_BUS' as const] }
  there(processes[0]).say(heard)
  expect(host.watching).toBe(true)
  host.lookAgain()
  there(processes[0]).say(heard)
  expect({ watching: host.watching, faults: host.faults }).toEqual({ watching: false, faults: [] })
  expect(there(processes[1]).posted).toEqual([])
  there(processes[0]).end()
  expect(there(processes[1]).posted).toHaveLength(1)
})

it('looks again at once where a process that ended early is waited for', () => {
  const { host, processes } = bench()
  there(processes[0]).end()
  there(processes[1]).end()
  const started = () => processes.filter(({ posted }) => posted.length > 0).length
  expect(started()).toBe(2)
  host.lookAgain()
  expect(started()).toBe(3)
})
