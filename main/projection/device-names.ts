/** What the other PCs are called, as head office told it with what it relayed of them. */
import type { DeskEvent } from '../../domain/events.ts'

export interface DeviceName {
  /** As given at its enrolment. */
  readonly name: string
  /** Its branch, where that is another one. */
  readonly branchNo: string | null
}

export type KeptDeviceNames = readonly (readonly [device: string, name: DeviceName])[]

export class DeviceNames {
  readonly #names: Map<string, DeviceName>

  constructor(kept?: KeptDeviceNames) {
    this.#names = new Map(kept)
  }

  kept(): KeptDeviceNames {
    return [...this.#names]
  }

  apply(event: DeskEvent): void {
    if (event.type !== 'EventsRelayed') return
    const { device, deviceName, branchNo } = event.data
    if (deviceName !== undefined) this.#names.set(device, { name: deviceName, branchNo: branchNo ?? null })
  }

  /** undefined: head office has not told it (records of before it did). */
  of(device: string): DeviceName | undefined {
    return this.#names.get(device)
  }
}
