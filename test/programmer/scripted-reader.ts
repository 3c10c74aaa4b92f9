import { ReaderError, type Reader, type ReaderErrorCode } from '../../programmer/reader.ts'

export interface ScriptedReader extends Reader {
  /** The commands sent so far, in hex. */
  readonly sent: readonly string[]
}

/** A reader that gives the answers (hex, or a lost exchange) in turn, and complains when asked for more. */
export function scriptedReader(...answers: readonly (string | { lost: ReaderErrorCode })[]): ScriptedReader {
  const sent: string[] = []
  return {
    name: 'scripted',
    transport: 'training',
    presence: 'present',
    sent,
    onChange: () => () => undefined,
    async transmit(apdu) {
      const answer = answers[sent.length]
      sent.push(Buffer.from(apdu).toString('hex'))
      if (answer === undefined) throw new Error('the script has no more answers')
      if (typeof answer !== 'string') throw new ReaderError(answer.lost)
      return unhex(answer)
    },
    close: () => undefined,
  }
}

export function unhex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
}
