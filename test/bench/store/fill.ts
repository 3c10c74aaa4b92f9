/**
 * Makes a training store of a given size by the product's own desk: `node test/bench/store/fill.ts <folder> <fobs>`.
 * The facts arrive as head office's, some procedures a commit: a branch that has worked for years has nothing left
 * to send. Prints how many events there are, as one line of JSON.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { State } from '../../../domain/model.ts'
import { defaultPolicy } from '../../../domain/policy.ts'
import { trainingStaff } from '../../../domain/training-staff.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import type { ScriptedFact } from '../../../domain/training-story.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { createHub, headOfficeOf } from '../../../hub/head-office.ts'
import { generateHubKeys } from '../../hub/fixed-keys.ts'
import { createMemoryStore } from '../../../hub/store/memory-store.ts'
import type { TrainingHeadOffice } from '../../../main/desk/ports.ts'
import { openEnvelope, sealEnvelope, type OpenedEvent } from '../../../protocol/envelope.ts'
import { deskOver, signInTo } from '../desk-over.ts'
import { history } from './history.ts'
import { openPeer, type Peer, type PeerEvent, type PeerFob, type PeerUser } from './sqlcipher.ts'

const PEER_BATCH = 5000
/** As a pull brings them: one commit. */
const PULLED_AT_ONCE = 200

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

async function headOffice(): Promise<TrainingHeadOffice> {
  const keys = await generateHubKeys(random)
  const hub = createHub({ realm: 'training', now: Date.now, random, keys, store: createMemoryStore() })
  const staff = trainingStaff.map(({ staffNo, name, role, deputy }) => ({ staffNo, name, role, deputy }))
  const branch = { branchNo: TRAINING_BRANCH_NO, branchName: '研修店', policy: defaultPolicy, staff }
  await hub.store.transaction((tx) => tx.saveBranch(branch))
  return Object.assign(headOfficeOf(hub), {
    issueEnrolmentCode: () => issueEnrolmentCode(hub, TRAINING_BRANCH_NO),
  })
}

/** Another device's chain, as a pull brings it. */
class Elsewhere {
  #seq = 0
  #hash: Uint8Array = new Uint8Array(32)

  seal({ draft, at, by }: ScriptedFact): OpenedEvent {
    const sealed = sealEnvelope({
      draft,
      id: randomUUID(),
      realm: 'training',
      device: 'bench-elsewhere',
      seq: ++this.#seq,
      prev: this.#hash,
      at,
      by,
      random,
    })
    this.#hash = sealed.hash
    const opened = openEnvelope(sealed.bytes, sealed.parts)
    if (!opened.ok) throw new Error(`sealed event does not open: ${opened.code}`)
    return opened.value
  }
}

/** The same facts for the peer, in transactions of some thousand events. */
class PeerFill {
  readonly #peer: Peer
  readonly #serials = new Set<string>()
  readonly #users: PeerUser[] = []
  #events: PeerEvent[] = []

  constructor(peer: Peer) {
    this.#peer = peer
  }

  add({ draft, at, by }: ScriptedFact, bytes: Uint8Array): void {
    const { type, data } = draft
    const subjects = ['serial', 'loginId', 'contractNo', 'applicationId'].flatMap((field) => {
      const value: unknown = Reflect.get(data, field)
      return typeof value === 'string' ? [value] : []
    })
    this.#events.push({ type, at, by, subjects, bytes })
    if (type === 'FobReceived') this.#serials.add(draft.data.serial)
    if (type === 'UserRecorded') {
      const { loginId, contractNo } = draft.data
      this.#users.push({
        loginId,
        contractNo,
        name: draft.personal?.name ?? '',
        kana: draft.personal?.kana ?? '',
      })
    }
    if (this.#events.length >= PEER_BATCH) this.#flush()
  }

  #flush(): void {
    this.#peer.load(this.#events, [], [])
    this.#events = []
  }

  end(state: State): void {
    this.#flush()
    const fobs = [...this.#serials].map((serial): PeerFob => {
      const fob = state.get('fob', serial)
      if (fob === undefined) throw new Error(`the desk does not know ${serial}`)
      const { model, lotNo, expiresAt, custody, seed, contractNo } = fob
      return { serial, model, lotNo, expiresAt, place: custody.place, seed: seed.state, contractNo }
    })
    this.#peer.load([], fobs, this.#users)
    this.#peer.checkpoint()
    this.#peer.close()
  }
}

async function apply(): Promise<void> {
  const facts = pulled
  pulled = []
  const events = facts.map((fact) => elsewhere.seal(fact))
  const applied = await work.store.applyPulled(events)
  if (!applied.ok) throw new Error(`history: ${applied.code}`)
  for (const [index, { bytes }] of events.entries()) peer.add(facts[index] as ScriptedFact, bytes)
}

const [folder, fobs] = process.argv.slice(2)
if (folder === undefined || fobs === undefined) throw new Error('which folder, how many fobs?')
await mkdir(join(folder, 'training'), { recursive: true })
await writeFile(join(folder, 'machine-secret.TRAINING-ONLY.bin'), random(32))
const desk = await deskOver(folder, { headOffice: await headOffice(), keeping: true })
const started = await desk.handlers['start.training']({})
if (!started.ok) throw new Error(`training branch: ${started.code}`)
const work = await signInTo(desk)
const elsewhere = new Elsewhere()
const peer = new PeerFill(await openPeer(folder))
let pulled: ScriptedFact[] = []
for (const procedure of history(Number(fobs))) {
  pulled.push(...procedure)
  if (pulled.length >= PULLED_AT_ONCE) await apply()
}
await apply()
peer.end(work.store.state)
const { events } = work.store.journal.head
// As after the first half hour of any day: the day's packing into blocks and a snapshot are due.
work.vault.erasedAt = 0
await work.upkeep.run()
await desk.quit()
console.log(JSON.stringify({ events }))
