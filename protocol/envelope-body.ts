/**
 * The shape of an event's body, checked by hand: zod takes 20 µs for one envelope, which alone would make
 * a cold rebuild of 1,000,000 events 20 s against a bar of 10 s. Nothing else is checked this way.
 */
import type { Realm } from '../domain/vocabulary.ts'
import { done, refuse, type Result } from './result.ts'

export const ENVELOPE_FORMAT = 1
export const PART_NAMES = ['personal', 'box'] as const
export type PartName = (typeof PART_NAMES)[number]

/** What an event keeps of a part, dropped or not. */
export interface PartHash {
  readonly name: PartName
  readonly hash: Uint8Array
}

/** A staff member's own signature under an event: the actor's, an approver's. */
export interface RoleSignature {
  /** 職員番号. */
  readonly by: string
  /** Key id, see `keyId`. */
  readonly key: string
  /** Ed25519 over `roleDigest`, 64 bytes. */
  readonly sig: Uint8Array
}

export interface EnvelopeBody {
  readonly f: typeof ENVELOPE_FORMAT
  readonly type: string
  readonly v: number
  readonly id: string
  readonly realm: Realm
  readonly device: string
  readonly seq: number
  readonly prev: Uint8Array
  readonly at: number
  readonly by: string | null
  readonly data: unknown
  readonly parts: readonly PartHash[]
  readonly sigs?: readonly RoleSignature[]
}

const FIELDS = 12
const MAX_SIGNATURES = 8
const TYPE = /^[A-Z][A-Za-z0-9]{0,63}$/
const KEY_ID = /^[0-9a-f]{16}$/

type Checks = { readonly [Field in keyof Required<EnvelopeBody>]: (value: unknown) => boolean }

const CHECKS: Checks = {
  f: (value) => value === ENVELOPE_FORMAT,
  type: (value) => typeof value === 'string' && TYPE.test(value),
  v: (value) => isInteger(value, 1) && value <= 9999,
  id: isName,
  realm: (value) => value === 'training' || value === 'real',
  device: isName,
  seq: (value) => isInteger(value, 1),
  prev: (value) => isBytes(value, 32),
  at: (value) => isInteger(value, 0),
  by: (value) => value === null || isName(value),
  data: (value) => value !== undefined,
  parts: (value) => Array.isArray(value) && value.every(isPartHash) && namesOnce(value),
  sigs: (value) =>
    value === undefined ||
    (Array.isArray(value) && value.length > 0 && value.length <= MAX_SIGNATURES && value.every(isSignature)),
}
const CHECKED = Object.entries(CHECKS)

/** Parses a decoded value. A refusal names the field and never its value, which may be personal data. */
export function parseBody(value: unknown): Result<EnvelopeBody, 'ENVELOPE_MALFORMED' | 'ENVELOPE_NEWER'> {
  if (!isMap(value)) return refuse('ENVELOPE_MALFORMED', 'not a map')
  if (isInteger(value['f'], ENVELOPE_FORMAT + 1)) return refuse('ENVELOPE_NEWER', `format ${value['f']}`)
  for (const [field, check] of CHECKED) if (!check(value[field])) return refuse('ENVELOPE_MALFORMED', field)
  const fields = value['sigs'] === undefined ? FIELDS : FIELDS + 1
  if (Object.keys(value).length !== fields) return refuse('ENVELOPE_MALFORMED', 'a field too many')
  // Every field has been checked just above, and there are no others.
  return done(value as unknown as EnvelopeBody)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}

function isInteger(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 64
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}

function isPartHash(value: unknown): value is PartHash {
  if (!isMap(value) || Object.keys(value).length !== 2) return false
  return (value['name'] === 'personal' || value['name'] === 'box') && isBytes(value['hash'], 32)
}

function namesOnce(parts: readonly PartHash[]): boolean {
  return parts.every((part, index) => parts.findIndex(({ name }) => name === part.name) === index)
}

function isSignature(value: unknown): value is RoleSignature {
  if (!isMap(value) || Object.keys(value).length !== 3) return false
  const { by, key, sig } = value
  return isName(by) && typeof key === 'string' && KEY_ID.test(key) && isBytes(sig, 64)
}
