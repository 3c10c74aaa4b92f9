import type { OpenedEvent } from '../../protocol/envelope.ts'
import { opened } from '../protocol/event.ts'
import type { Golden } from './corpus.ts'

/** The event as any program reads it back. Throws when it cannot. */
export function openGolden({ bytes, parts }: Golden): OpenedEvent {
  const plain = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
  return opened(
    plain(bytes),
    parts.map(({ name, salt, bytes: value }) => ({ name, salt: plain(salt), bytes: plain(value) })),
  )
}
