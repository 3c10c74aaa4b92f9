/**
 * Receiving what a device recorded. Order of the checks: who (device, signature of the head), whether the
 * events form the chain that this head signs, whether that chain continues the one received before, whether
 * the events can be read; only then does the first of them get its place. Each then gets its verdict.
 *
 * Verdicts are compact: a refused event gets its own `VerdictGiven`, everything else is accepted by the one
 * `VerdictGiven` at the end of the push, which is the receipt for all events through its `seq`. Before it stands the
 * relay for the branch's other devices, after it whatever head office makes of the events: in the branch's chain
 * every device meets them in the order in which head office folded them.
 */
import type { Refusal } from '../domain/decide-types.ts'
import { isDeviceLocal } from '../domain/device-local.ts'
import type { DeskEvent, EventDraft } from '../domain/events.ts'
import { refuse } from '../domain/refuse.ts'
import { sameBytes } from '../protocol/bytes.ts'
import { deviceChainOrigin, extendDeviceChain } from '../protocol/chain.ts'
import { openEnvelope, type OpenedEvent } from '../protocol/envelope.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../protocol/head-office.ts'
import { verifyDeviceHead, type DeviceHead } from '../protocol/signature.ts'
import { afterAccepted, afterPush, afterRefused } from './conflicts.ts'
import { knownDevice } from './devices.ts'
import { withHub, type Hub, type HubWork } from './hub.ts'
import { readEvent } from './read-event.ts'
import { PassOn } from './pass-on.ts'
import { followStaffKeys, roleSignatureObstacle } from './role-signatures.ts'
import type { Device } from './store/rows.ts'
import { keepSeed, seedMissing } from './seed-boxes.ts'
import { rememberRefused, verdictOn } from './verdict.ts'
import { followInCounters } from './verification/follow.ts'

/** Idempotent by (device, seq). Everything of one push is received together or nothing of it. */
export function push(hub: Hub, input: HeadOfficeInput<'push'>): Promise<HeadOfficeOutput<'push'>> {
  return withHub(hub, async (work) => {
    const known = await knownDevice(work.tx, input.head.device)
    if (!known.ok) return known
    const { device } = known
    const { signature, ...head } = input.head
    if (!verifyDeviceHead(device.publicKey, head, signature)) return refuse('DEVICE_SIGNATURE')
    const chain = openChain(hub, input, head)
    if (!chain.ok) return chain
    const gap = firstSeq(chain.events) - (device.seq + 1)
    if (gap > 0) return refuse('SEQUENCE_GAP', { expected: device.seq + 1 })
    const forkedAt = await forkOf(work, device, head, chain.events)
    if (forkedAt !== null) return quarantine(work, device, forkedAt)
    const fresh = chain.events.filter((event) => event.seq > device.seq)
    const read = readAll(fresh)
    if (!read.ok) return read
    const received: Received = { passOn: new PassOn(device), accepted: [], effects: [] }
    for (const event of read.events) await receive(work, device, event, received)
    return receipt(work, device, fresh.at(-1), received)
  })
}

function firstSeq(events: readonly OpenedEvent[]): number {
  return events[0]?.seq ?? 0
}

/** The events, opened and found to be one unbroken run that ends in the signed head. */
function openChain(
  hub: Hub,
  input: HeadOfficeInput<'push'>,
  signed: DeviceHead,
): { readonly ok: true; readonly events: readonly OpenedEvent[] } | Refusal {
  const events: OpenedEvent[] = []
  let head: DeviceHead | null = null
  for (const wire of input.events) {
    const opened = openEnvelope(wire.bytes, wire.parts)
    const at = head === null ? signed.seq - input.events.length + 1 : head.seq + 1
    if (!opened.ok) {
      return opened.code === 'ENVELOPE_NEWER'
        ? refuse('EVENT_UNKNOWN', { type: opened.detail })
        : refuse('EVENT_MALFORMED', { seq: at })
    }
    if (opened.value.realm !== hub.realm) return refuse('STORE_OTHER_REALM')
    const { prev, seq } = opened.value
    const next = extendDeviceChain(head ?? { device: signed.device, seq: seq - 1, hash: prev }, opened.value)
    if (!next.ok) return refuse('EVENT_MALFORMED', { seq: at })
    head = next.value
    events.push(opened.value)
  }
  if (head !== null && (head.seq !== signed.seq || !sameBytes(head.hash, signed.hash))) {
    return refuse('DEVICE_SIGNATURE')
  }
  return { ok: true, events }
}

/**
 * Where the device's signed history contradicts what it sent before; null: nowhere. One hash stands for all
 * before it, so the last common sequence number is the only one to compare.
 */
async function forkOf(
  work: HubWork,
  device: Device,
  head: DeviceHead,
  events: readonly OpenedEvent[],
): Promise<number | null> {
  const common = Math.min(head.seq, device.seq)
  const theirs = claimedHash(head, events, common)
  if (theirs === undefined) return null
  const ours =
    common === 0
      ? deviceChainOrigin(work.hub.realm, device.device).hash
      : (await work.tx.entryAt(device.branchNo, device.device, common))?.hash
  return ours !== undefined && sameBytes(ours, theirs) ? null : common
}

/** The hash that the device claims for `common`; undefined: it claims nothing as far back as that. */
function claimedHash(
  head: DeviceHead,
  events: readonly OpenedEvent[],
  common: number,
): Uint8Array | undefined {
  const first = events[0]
  if (first === undefined) return common === head.seq ? head.hash : undefined
  return common >= first.seq ? events[common - first.seq]?.hash : first.prev
}

/** Two histories under one key: a copied or restored store. Nothing more is taken from this device. */
async function quarantine(work: HubWork, device: Device, seq: number): Promise<Refusal> {
  await work.tx.saveDevice({ ...device, quarantined: { at: work.hub.now(), seq } })
  return refuse('DEVICE_QUARANTINED')
}

interface ReadEvent {
  readonly opened: OpenedEvent
  readonly event: DeskEvent
}

function readAll(
  fresh: readonly OpenedEvent[],
): { readonly ok: true; readonly events: readonly ReadEvent[] } | Refusal {
  const events: ReadEvent[] = []
  for (const opened of fresh) {
    const read = readEvent(opened)
    if (!read.ok) return read
    events.push({ opened, event: read.event })
  }
  return { ok: true, events }
}

interface Received {
  readonly passOn: PassOn
  /** Looked at once more when all of them are folded. */
  readonly accepted: DeskEvent[]
  /** What head office makes of the events; recorded after the receipt. */
  readonly effects: EventDraft[]
}

async function receive(
  work: HubWork,
  device: Device,
  { opened, event }: ReadEvent,
  { passOn, accepted, effects }: Received,
): Promise<void> {
  const unsigned = await roleSignatureObstacle(work, device, opened, event)
  const { refusal, seed } =
    unsigned === null ? await verdictOn(work, device, event) : { refusal: unsigned, seed: null }
  const { bytes, parts, seq, hash } = opened
  const wire = { bytes, parts: [...parts] }
  const { branchNo } = device
  const entry = { branchNo, device: device.device, seq, hash, event: wire, refusal }
  effects.push(
    ...(refusal === null
      ? afterAccepted(work.state, event, work.hub.now())
      : afterRefused(work.state, event, branchNo)),
  )
  const concern = await work.receive(entry, event)
  if (refusal !== null || concern === null) {
    const data = { device: device.device, seq, accepted: false, code: refusal }
    await work.record(branchNo, { type: 'VerdictGiven', v: 1, data })
    await rememberRefused(work, device, event)
    return
  }
  accepted.push(event)
  if (!isDeviceLocal(event.type)) passOn.add({ seq, event: wire }, concern)
  const bears = event.type === 'FobIssued' || event.type === 'FobReceived'
  if (bears && seed !== null) effects.push(await keepSeed(work, event, seed))
  else if (event.type === 'FobReceived') effects.push(...(await seedMissing(work, event)))
  await followStaffKeys(work, device, event)
  await followInCounters(work, event)
}

async function receipt(
  work: HubWork,
  device: Device,
  last: OpenedEvent | undefined,
  { passOn, accepted, effects }: Received,
): Promise<HeadOfficeOutput<'push'>> {
  if (last === undefined) return { ok: true, receivedThrough: device.seq }
  const { seq, hash } = last
  await work.tx.saveDevice({ ...device, seq, hash })
  await passOn.relay(work)
  const data = { device: device.device, seq, accepted: true, code: null }
  await work.record(device.branchNo, { type: 'VerdictGiven', v: 1, data })
  await passOn.bring(work)
  for (const effect of effects) await work.record(device.branchNo, effect)
  for (const event of accepted) {
    const later = afterPush(work.stateOf(device.branchNo), event)
    for (const effect of later) await work.record(device.branchNo, effect)
  }
  return { ok: true, receivedThrough: seq }
}
