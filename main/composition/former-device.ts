import { eventSchemas } from '../../domain/events.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'

/** How far the device that made a backup had come, and how far head office had received it by then. */
export class FormerDevice {
  readonly #device: string
  #written = 0
  #received = 0

  constructor(device: string) {
    this.#device = device
  }

  /** Every event of the store, in order. */
  event({ device, seq, type, data }: OpenedEvent): void {
    if (device === this.#device) this.#written = seq
    if (type !== 'VerdictGiven') return
    const verdict = eventSchemas.VerdictGiven.data.parse(data)
    if (verdict.device !== this.#device || !verdict.accepted) return
    this.#received = Math.max(this.#received, verdict.seq)
  }

  /** Own events after head office's last receipt in the backup. */
  get unreceived(): number {
    return this.#written - this.#received
  }
}
