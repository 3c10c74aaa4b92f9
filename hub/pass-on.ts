/** What one push means for the branches: who hears of its events, and what comes to whom with its state. */
import type { Concern, RecordName } from '../domain/scope.ts'
import type { HubWork } from './hub.ts'
import { relay, type Relayable } from './relay.ts'
import type { Device } from './store/rows.ts'

export class PassOn {
  readonly #device: Device
  /** By branch, the device's own always among them. */
  readonly #relayed = new Map<string, Relayable[]>()
  readonly #entering = new Map<string, RecordName[]>()

  constructor(device: Device) {
    this.#device = device
  }

  add(event: Relayable, { branches, entering, followed }: Concern): void {
    for (const branchNo of new Set([this.#device.branchNo, ...branches])) {
      append(this.#relayed, branchNo, [event])
    }
    for (const [branchNo, names] of entering) append(this.#entering, branchNo, names)
    for (const [branchNo, names] of followed) {
      // Another branch may lack what the event refers to (the transfer that was received): it gets what came of it.
      if (branchNo !== this.#device.branchNo) append(this.#entering, branchNo, names)
    }
  }

  /** Names the events in the chains of all whom they concern. */
  async relay(work: HubWork): Promise<void> {
    for (const [branchNo, events] of this.#relayed) await relay(work, branchNo, this.#device, events)
  }

  /** What has come to a branch, as it is after all events of the push. */
  async bring(work: HubWork): Promise<void> {
    for (const [branchNo, names] of this.#entering) await work.bring(branchNo, names)
  }
}

function append<T>(lists: Map<string, T[]>, key: string, more: readonly T[]): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [...more])
  else list.push(...more)
}
