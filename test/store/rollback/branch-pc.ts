/** A branch PC small enough to be rolled back a hundred times: real journal, real push, simulated disk. */
import { openJournal } from '../../../main/journal/journal.ts'
import type { Journal } from '../../../main/journal/types.ts'
import type { DeskPort, Enrolment } from '../../../main/sync/desk-port.ts'
import { pushAll } from '../../../main/sync/push.ts'
import { issueEnrolmentCode } from '../../../hub/enrolment.ts'
import { deviceChainOrigin } from '../../../protocol/chain.ts'
import type { EventDraft, SealedEvent } from '../../../protocol/envelope.ts'
import type { WireEvent } from '../../../protocol/head-office.ts'
import { deviceKeys } from '../../hub/desk-double.ts'
import type { World } from '../../hub/world.ts'
import { makeEvents, seededRandom, testDesk } from '../../main/journal/device.ts'
import type { Medium } from '../../main/journal/faults/medium.ts'
import { mediumFs } from '../../main/journal/faults/medium-fs.ts'
import { pinsOf } from '../../hub/pins.ts'

export const STORE = '/desk/store'
export const ANCHOR = '/desk/anchor'

/** Who the PC is; nothing of it lies on the disk that is rolled back. */
export interface Device {
  readonly enrolment: Enrolment
  readonly keys: ReturnType<typeof deviceKeys>
}

export async function enrolDevice({ hub, headOffice }: World): Promise<Device> {
  const keys = deviceKeys()
  const code = await issueEnrolmentCode(hub, '001')
  const enrolled = await headOffice.enrol({ code, devicePublicKey: keys.publicKey, deviceName: '窓口2' })
  if (!enrolled.ok) throw new Error(enrolled.code)
  const identity = await headOffice.identify({})
  const enrolment = {
    realm: identity.realm,
    device: enrolled.device,
    branchNo: '001',
    hubKeys: pinsOf(identity),
  }
  return { enrolment, keys }
}

let opens = 0

export class BranchPc {
  readonly #device: Device
  readonly #journal: Journal
  readonly #own: WireEvent[]
  #received: number

  private constructor(device: Device, journal: Journal, own: WireEvent[], received: number) {
    this.#device = device
    this.#journal = journal
    this.#own = own
    this.#received = received
  }

  /** With head office's receipts up to `received`. Rejects with the journal's refusal. */
  static async open(device: Device, medium: Medium, received: number): Promise<BranchPc> {
    const own: WireEvent[] = []
    const journal = await openJournal({
      ...testDesk,
      fs: mediumFs(medium),
      dir: STORE,
      anchorPath: ANCHOR,
      device: device.enrolment.device,
      signHead: device.keys.sign,
      devicePublicKey: () => device.keys.publicKey,
      random: seededRandom(`branch pc ${opens++}`),
      onCommit: ({ events }) => void own.push(...events.map(wireOf)),
    })
    return new BranchPc(device, journal, own, received)
  }

  async record(drafts: readonly EventDraft[]): Promise<void> {
    const events = makeEvents(this.#journal.tail, drafts)
    await this.#journal.append({ origin: 'own', events })
    this.#own.push(...events.map(wireOf))
  }

  /** One contact with head office, by the real synchronisation. Answers `ok` or the refusal's code. */
  async contact({ headOffice }: World): Promise<string> {
    const pushed = await pushAll({
      desk: this.#port(),
      headOffice,
      halted: () => null,
      onReceived: (through) => (this.#received = through),
    })
    return pushed.ok ? 'ok' : pushed.code
  }

  #port(): DeskPort {
    const { enrolment, keys } = this.#device
    return {
      ownHead: () => this.#journal.deviceHead,
      receivedThrough: () => this.#received,
      ownEvents: async (after, limit) => this.#own.slice(after, after + limit),
      sign: keys.sign,
      hubHead: () => deviceChainOrigin(enrolment.realm, 'hub'),
      applyPulled: () => Promise.reject(new Error('this PC only pushes')),
    }
  }

  close(): Promise<void> {
    return this.#journal.close()
  }
}

function wireOf({ bytes, parts }: SealedEvent): WireEvent {
  return { bytes, parts: [...parts] }
}
