/** What can go wrong with one call to the disk, and what becomes of the program afterwards. */
import type { Chance } from './chance.ts'
import type { Survivors } from './medium.ts'
import { systemError, type Call, type CallKind, type Guard } from './medium-fs.ts'

/** The program or the PC stops at the call. */
export const CRASHES = ['kill', 'kill-torn', 'power-none', 'power-prefix', 'power-subset'] as const
/** The call fails and the program goes on. */
export const ERRORS = [
  'eio-once',
  'eio-sticky',
  'eio-late',
  'enospc-once',
  'enospc-sticky',
  'erofs-sticky',
  'short-write',
  'short-read',
] as const
export const FAULTS = [...CRASHES, ...ERRORS] as const
export type Fault = (typeof FAULTS)[number]
export type Crash = (typeof CRASHES)[number]

const NAMES: readonly CallKind[] = ['create', 'makeDirectory', 'rename', 'link', 'remove', 'syncDirectory']
const CHANGES: readonly CallKind[] = [...NAMES, 'write', 'datasync']
const TAKES_SPACE: readonly CallKind[] = CHANGES.filter((kind) => kind !== 'remove')

/** Whether a fault can happen at a call and differs there from every other one. */
export function applies(fault: Fault, kind: CallKind): boolean {
  switch (fault) {
    case 'kill':
    case 'power-none':
    case 'power-prefix':
    case 'power-subset':
    case 'eio-late':
      return CHANGES.includes(kind)
    case 'kill-torn':
    case 'short-write':
      return kind === 'write'
    case 'short-read':
      return kind === 'read'
    case 'eio-once':
    case 'eio-sticky':
      return true
    case 'enospc-once':
    case 'enospc-sticky':
      return TAKES_SPACE.includes(kind)
    case 'erofs-sticky':
      return CHANGES.includes(kind)
  }
}

/** What a power cut leaves of the unsynced in this crash; undefined when the power stays on. */
export function survivorsOf(crash: Crash): Survivors | undefined {
  switch (crash) {
    case 'kill':
    case 'kill-torn':
      return undefined
    case 'power-none':
      return 'none'
    case 'power-prefix':
      return 'prefix'
    case 'power-subset':
      return 'subset'
  }
}

export function isCrash(fault: Fault): fault is Crash {
  return (CRASHES as readonly Fault[]).includes(fault)
}

export interface Planned {
  /** Number of the call, from 1. */
  readonly at: number
  readonly fault: Fault
}

/** A disk that does as it is told until the planned call. One for each life of the program. */
export class FaultyDisk {
  readonly #planned: Planned | undefined
  readonly #chance: Chance
  readonly #onFault: () => void
  #calls = 0
  #dead = false
  #sticky: Fault | undefined
  #die: () => void = () => undefined
  /** Resolves when the program is stopped at a call. */
  readonly crashed: Promise<void>
  /** Every call so far, in order. */
  readonly kinds: CallKind[] = []

  constructor(planned: Planned | undefined, chance: Chance, onFault: () => void) {
    this.#onFault = onFault
    this.#planned = planned
    this.#chance = chance
    this.crashed = new Promise((resolve) => (this.#die = resolve))
  }

  get dead(): boolean {
    return this.#dead
  }

  /** The program is gone; nothing that it still had in mind reaches the disk. */
  stop(): void {
    this.#dead = true
  }

  /** The cause of the errors is gone. */
  heal(): void {
    this.#sticky = undefined
  }

  readonly guard: Guard = async (call) => {
    if (this.#dead) return never()
    this.#calls++
    this.kinds.push(call.kind)
    // Calls of one program do not answer in the order they were made.
    for (let turns = this.#chance.below(3); turns > 0; turns--) await undefined
    if (this.#dead) return never()
    const { at, fault } = this.#planned ?? {}
    const now = at === this.#calls && fault !== undefined && applies(fault, call.kind)
    if (now) {
      this.#onFault()
      if (fault.endsWith('-sticky')) this.#sticky = fault
      return this.#happen(fault, call)
    }
    if (this.#sticky !== undefined && applies(this.#sticky, call.kind))
      return this.#happen(this.#sticky, call)
    return call.act()
  }

  #happen<T>(fault: Fault, call: Call<T>): Promise<T> | T {
    switch (fault) {
      case 'kill':
      case 'power-none':
      case 'power-prefix':
      case 'power-subset':
        // A sync that was cut off has done some of its work.
        if (call.kind === 'datasync' && this.#chance.oneIn(2)) call.inode?.failSync(this.#chance)
        else if (call.kind !== 'datasync' && call.kind !== 'syncDirectory') this.#quietly(call)
        return this.#kill()
      case 'kill-torn':
        call.part?.(this.#chance.below(call.bytes ?? 1))
        return this.#kill()
      case 'eio-once':
      case 'eio-sticky':
        return this.#fail('EIO', call)
      case 'eio-late':
        if (call.kind !== 'datasync' && call.kind !== 'syncDirectory') this.#quietly(call)
        return this.#fail('EIO', call)
      case 'enospc-once':
      case 'enospc-sticky':
        if (call.kind === 'write') call.part?.(this.#chance.below(call.bytes ?? 1))
        return this.#fail('ENOSPC', call)
      case 'erofs-sticky':
        return this.#fail('EROFS', call)
      case 'short-write':
      case 'short-read':
        return call.part?.(1 + this.#chance.below(Math.max(1, (call.bytes ?? 1) - 1))) ?? call.act()
    }
  }

  #fail(code: string, call: Call): never {
    // The disk may have taken some of it, and will not be asked again for the rest.
    if (call.kind === 'datasync') call.inode?.failSync(this.#chance)
    throw systemError(code)
  }

  /** The effect of a call whose answer nobody sees. */
  #quietly(call: Call): void {
    try {
      call.act()
    } catch (error) {
      // The call would have failed anyway (ENOENT, EEXIST); the program does not live to see it.
      if (!(error instanceof Error && 'code' in error)) throw error
    }
  }

  #kill(): Promise<never> {
    this.#dead = true
    this.#die()
    return never()
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
