/**
 * Retention at head office (`domain/erasure.ts`): personal parts of what has had its time are taken out of the order,
 * and the snapshots that have them folded are ended with them. What a running process has folded goes with its end.
 */
import { erasureSubject, isErasable, retentionLimit, type ErasureSubject } from '../domain/erasure.ts'
import type { Application, Contract } from '../domain/model.ts'
import { openEnvelope } from '../protocol/envelope.ts'
import { policyOf } from './branch-state.ts'
import { freshState, type Hub } from './hub.ts'
import { endSnapshots } from './snapshot/erasures.ts'
import type { HubEntry } from './store/rows.ts'

export interface Erased {
  /** Personal parts. */
  readonly parts: number
  /** Nothing recorded after this went, milliseconds since 1970. */
  readonly before: number
}

const PAGE = 500

/** Looks through the whole order. Cut off anywhere it is run again: what is gone is passed over. */
export async function erasePersonalData(hub: Hub): Promise<Erased> {
  const subject = await overdue(hub)
  let [place, parts] = [0, 0]
  for (;;) {
    const entries = await hub.store.entriesAfter(place, PAGE)
    const places = entries.filter((entry) => hasHadItsTime(entry, subject)).map((entry) => entry.place)
    if (places.length > 0) {
      await hub.store.transaction(async (tx) => {
        for (const one of places) await tx.dropPersonal(one)
        await endSnapshots(tx)
      })
    }
    parts += places.length
    const last = entries.at(-1)
    if (last === undefined) return { parts, before: subject.before }
    place = last.place
  }
}

/** By the longest retention time that any branch has: an event may name what belongs to several. */
async function overdue(hub: Hub): Promise<ErasureSubject> {
  const state = await freshState(hub)
  const branches = await hub.store.read((reader) => reader.branches())
  const limits = branches.map(({ branchNo }) => retentionLimit(policyOf(state, branchNo), hub.now()))
  return hub.state.heldStill(async (records) => {
    const contracts: Contract[] = []
    const applications: Application[] = []
    for (const record of records) {
      if (record.value === null) continue
      if (record.kind === 'contract') contracts.push(record.value)
      else if (record.kind === 'application') applications.push(record.value)
    }
    return erasureSubject(contracts, applications, hub.state.folded, Math.min(hub.now(), ...limits))
  })
}

function hasHadItsTime({ event: { bytes, parts } }: HubEntry, subject: ErasureSubject): boolean {
  if (!parts.some(({ name }) => name === 'personal')) return false
  const opened = openEnvelope(bytes, parts)
  return opened.ok && isErasable(opened.value, subject)
}
