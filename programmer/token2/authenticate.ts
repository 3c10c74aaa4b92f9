/** The fob's challenge and our answer. A fob that counts wrong answers must never be asked twice. */
import { concatBytes } from '../../protocol/bytes.ts'
import { done, refuse, type Result } from '../../protocol/result.ts'
import type { Reader } from '../reader.ts'
import { exchange, statusText, SUCCESS, type Command, type ExchangeCode } from './apdu.ts'
import { encryptEcb, FOB_KEY } from './sm4.ts'

const CHALLENGE: Command = { cla: 0x80, ins: 0x4b, p1: 0x08, p2: 0, data: Uint8Array.of(0), reads: true }
const CHALLENGE_BYTES = 8
const KEY_LOCKED = 0x6983

/** The answer to a challenge: SM4-ECB of the 8 bytes followed by 8 zeros. */
export function answerCommand(challenge: Uint8Array): Command {
  const block = concatBytes(challenge, new Uint8Array(CHALLENGE_BYTES))
  return { cla: 0x80, ins: 0xce, p1: 0, p2: 0, data: encryptEcb(FOB_KEY, block), reads: false }
}

/**
 * Authenticates once. `FOB_LOCKED`: the key is locked for good. `FOB_REFUSED_KEY`: the fob has counted a wrong
 * answer, and a few more lock it. Neither must be tried again.
 */
export async function authenticate(
  reader: Reader,
): Promise<Result<undefined, ExchangeCode | 'FOB_LOCKED' | 'FOB_REFUSED_KEY'>> {
  const challenge = await exchange(reader, CHALLENGE)
  if (!challenge.ok) return challenge
  if (challenge.value.status === KEY_LOCKED) return refuse('FOB_LOCKED', 'no challenge: the key is locked')
  if (challenge.value.status !== SUCCESS || challenge.value.data.length !== CHALLENGE_BYTES) {
    return refuse('FOB_ANSWER_INVALID', `challenge: ${statusText(challenge.value.status)}`)
  }
  const verdict = await exchange(reader, answerCommand(challenge.value.data))
  if (!verdict.ok) return verdict
  switch (verdict.value.status) {
    case SUCCESS:
      return done(undefined)
    case KEY_LOCKED:
      return refuse('FOB_LOCKED', 'the key is locked')
    default:
      return refuse('FOB_REFUSED_KEY', `answer: ${statusText(verdict.value.status)}`)
  }
}
