import type { OpenedEvent } from '../../protocol/envelope.ts'

/** Where the screens find an event again that the projection only numbers: the journal. */
export interface EventSource {
  /** The events of these numbers (from 1), in the order asked for. */
  eventsAt(numbers: readonly number[]): Promise<readonly OpenedEvent[]>
}
