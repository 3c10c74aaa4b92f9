/**
 * The fob's side of the protocol, written apart from `token2/` so that a mistake there is not repeated here:
 * it takes real APDUs and refuses whatever a strict fob would. Emulated fobs only; nothing of a real fob's
 * firmware is known beyond the public notes, so refusals' status words are ISO/IEC 7816-4's.
 */
import type { VirtualChip } from './chip.ts'
import { decryptSeed, expectedAnswer, macMatches } from './chip-crypto.ts'

const STATUS = {
  ok: 0x9000,
  wrongLength: 0x6700,
  notAuthenticated: 0x6982,
  keyLocked: 0x6983,
  wrongOrder: 0x6985,
  wrongMac: 0x6988,
  wrongAnswer: 0x6300,
  wrongData: 0x6a80,
  wrongParameters: 0x6a86,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
} as const
type Status = (typeof STATUS)[keyof typeof STATUS]

export type FobCommand = 'info' | 'challenge' | 'answer' | 'config' | 'seed'

export interface Exchange {
  /** Data and status word. */
  readonly answer: Uint8Array
  /** What was carried out; null: the command was refused. */
  readonly carriedOut: FobCommand | null
}

export interface FobFaults {
  readonly lockedKey: boolean
  readonly refuseSeed: boolean
  readonly unknownModel: boolean
  /** How far ahead of the given time the clock is set. */
  readonly clockAheadSeconds: number
}

export interface FobEffects {
  /** Unix milliseconds. */
  readonly now: () => number
  readonly randomBytes: (length: number) => Uint8Array
  readonly faults: () => FobFaults
}

interface Parsed {
  readonly cla: number
  readonly ins: number
  readonly parameters: number
  readonly data: Uint8Array
}

/** One powered session of a chip: from being laid on the reader until it is lifted off. */
export class VirtualFob {
  readonly #chip: VirtualChip
  readonly #effects: FobEffects
  #challenge: Uint8Array | null = null
  #authenticated = false
  #configured = false

  constructor(chip: VirtualChip, effects: FobEffects) {
    this.#chip = chip
    this.#effects = effects
  }

  /** One command, its answer with the status word, and what it did to the chip. */
  transmit(apdu: Uint8Array): Exchange {
    const command = parseCommand(apdu)
    if (command === null) return refused(STATUS.wrongLength)
    const { cla, ins, parameters, data } = command
    const header = `${cla.toString(16)} ${ins.toString(16)}`
    switch (header) {
      case '80 41':
        return parameters === 0x0000 ? this.#info(data) : refused(STATUS.wrongParameters)
      case '80 4b':
        return parameters === 0x0800 ? this.#giveChallenge(data) : refused(STATUS.wrongParameters)
      case '80 ce':
        return parameters === 0x0000 ? this.#checkAnswer(data) : refused(STATUS.wrongParameters)
      case '84 d4':
        return parameters === 0x0000 ? this.#secure(command, 'config') : refused(STATUS.wrongParameters)
      case '84 c5':
        return parameters === 0x0100 ? this.#secure(command, 'seed') : refused(STATUS.wrongParameters)
      default:
        return refused(cla === 0x80 || cla === 0x84 ? STATUS.unknownInstruction : STATUS.unknownClass)
    }
  }

  #info(data: Uint8Array): Exchange {
    if (data.length !== 2 || data[0] !== 0x02 || data[1] !== 0x11) return refused(STATUS.wrongData)
    const { chipSerial } = this.#chip.record
    const serial = this.#effects.faults().unknownModel ? chipSerial.replace(/^.{7}/, '0000000') : chipSerial
    const answer = Buffer.alloc(10 + serial.length)
    answer.writeUInt8(serial.length, 3)
    answer.write(serial, 4, 'ascii')
    answer.writeUInt32BE(this.#chip.clock(this.#effects.now()), 6 + serial.length)
    return done('info', answer)
  }

  #giveChallenge(data: Uint8Array): Exchange {
    if (data.length !== 1 || data[0] !== 0) return refused(STATUS.wrongData)
    this.#challenge = this.#effects.randomBytes(8)
    return done('challenge', this.#challenge)
  }

  #checkAnswer(data: Uint8Array): Exchange {
    const challenge = this.#challenge
    this.#challenge = null
    this.#authenticated = false
    if (this.#chip.record.locked || this.#effects.faults().lockedKey) return refused(STATUS.keyLocked)
    if (challenge === null) return refused(STATUS.wrongOrder)
    if (data.length !== 16) return refused(STATUS.wrongLength)
    const right = expectedAnswer(challenge).equals(data)
    this.#chip.answered(right)
    if (!right) return refused(STATUS.wrongAnswer)
    this.#authenticated = true
    return done('answer')
  }

  /** Authentication, MAC and order first; a failed MAC ends the authentication. */
  #secure({ ins, parameters, data }: Parsed, kind: 'config' | 'seed'): Exchange {
    if (!this.#authenticated) return refused(STATUS.notAuthenticated)
    if (data.length < 5) return refused(STATUS.wrongLength)
    const body = data.subarray(0, -4)
    if (!macMatches(Uint8Array.of(0x80, ins, parameters >> 8, parameters & 0xff), body, data.subarray(-4))) {
      this.#authenticated = false
      return refused(STATUS.wrongMac)
    }
    return kind === 'config' ? this.#writeConfig(body) : this.#writeSeed(body)
  }

  #writeConfig(body: Uint8Array): Exchange {
    const hex = Buffer.from(body).toString('hex')
    const fields = /^81111f010[0-3]0f04([0-9a-f]{8})86060a010([12])0d01(1e|3c)$/.exec(hex)
    if (fields === null) return refused(STATUS.wrongData)
    const [, clock = '', hash = '', step = ''] = fields
    // Restricted time setting: whoever may set the clock may not keep the seed.
    this.#chip.configure(
      {
        algorithm: hash === '2' ? 'sha256' : 'sha1',
        period: Number.parseInt(step, 16),
        clock: Number.parseInt(clock, 16) + this.#effects.faults().clockAheadSeconds,
      },
      this.#effects.now(),
    )
    this.#configured = true
    return done('config')
  }

  #writeSeed(body: Uint8Array): Exchange {
    if (!this.#configured) return refused(STATUS.wrongOrder)
    const seed = decryptSeed(body)
    if (seed === null || this.#effects.faults().refuseSeed) return refused(STATUS.wrongData)
    this.#chip.writeSeed(seed)
    return done('seed')
  }
}

/** Short form only: header, optional Lc and data, optional Le. */
function parseCommand(apdu: Uint8Array): Parsed | null {
  const [cla, ins, p1, p2, lc] = apdu
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null
  const parameters = (p1 << 8) | p2
  if (lc === undefined || apdu.length === 5) return { cla, ins, parameters, data: new Uint8Array(0) }
  if (lc === 0 || apdu.length - 5 < lc || apdu.length - 5 > lc + 1) return null
  return { cla, ins, parameters, data: apdu.slice(5, 5 + lc) }
}

function done(carriedOut: FobCommand, data: Uint8Array = new Uint8Array(0)): Exchange {
  return { answer: Buffer.concat([data, Uint8Array.of(STATUS.ok >> 8, STATUS.ok & 0xff)]), carriedOut }
}

function refused(status: Status): Exchange {
  return { answer: Buffer.from([status >> 8, status & 0xff]), carriedOut: null }
}
