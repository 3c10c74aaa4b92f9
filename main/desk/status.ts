/** `desk.status`: which phase is on screen, and the status bar. */
import type { DeskStatus } from '../../preload/contract/views.ts'
import { defaultPolicy } from '../../domain/policy.ts'
import type { DeskPorts } from './ports.ts'
import { waitingDispatches, waitingIssuances } from './queries/applications.ts'
import { waitingRequests } from './queries/approvals.ts'
import { refusalView } from './queries/view-context.ts'
import { staffView } from './queries/staff.ts'
import type { Phase } from './session.ts'
import type { Vault } from './vault.ts'
import { isBroken } from './verification.ts'
import type { Workplace } from './workplace.ts'

type Common = Omit<DeskStatus, 'phase' | 'failure'>

const noLine: DeskStatus['headOffice'] = {
  online: false,
  running: false,
  unsent: 0,
  unreflected: 0,
  lastSyncAt: null,
  refusal: null,
  clockOffsetMs: null,
  clockMeasuredAt: null,
}
const noCounts: DeskStatus['counts'] = { approvals: 0, issuanceQueue: 0, dispatchQueue: 0, tasks: 0 }

export class StatusView {
  readonly #ports: DeskPorts
  /** As it was when the desk was locked: a stop that is 本部未反映 stays on the cover (rule 6). */
  #atLock: Common | undefined

  constructor(ports: DeskPorts) {
    this.#ports = ports
  }

  rememberAtLock(work: Workplace, staffNo: string): void {
    this.#atLock = this.#ofWork(work, staffNo)
  }

  of(phase: Phase): DeskStatus {
    switch (phase.name) {
      case 'start':
        return { ...this.#ofVault(null), phase: 'start', failure: null }
      case 'opening':
      case 'signIn':
        return { ...this.#ofVault(phase.vault), phase: phase.name, failure: null }
      case 'signedIn': {
        const { trouble } = phase.work.store
        const failure = trouble === null ? null : refusalView(trouble.failure)
        return { ...this.#ofWork(phase.work, phase.staffNo), phase: 'signedIn', failure }
      }
      case 'locked': {
        const common =
          phase.draining === null
            ? (this.#atLock ?? this.#ofVault(phase.vault))
            : this.#ofWork(phase.draining, phase.staffNo)
        const { language, now } = this.#ofVault(phase.vault)
        return { ...common, language, now, phase: 'locked', failure: null }
      }
      case 'failed':
        return { ...this.#ofVault(phase.vault), phase: 'failed', failure: refusalView(phase.failure) }
    }
  }

  #ofVault(vault: Vault | null): Common {
    return {
      realm: vault?.profile.realm ?? null,
      language: this.#ports.language(),
      branchNo: vault?.profile.branchNo ?? '',
      branchName: vault?.profile.branchName ?? '',
      staff: null,
      mustChangePassword: false,
      idleLockMinutes: defaultPolicy.idleLockMinutes,
      emergencyPhone: '',
      headOffice: noLine,
      counts: noCounts,
      recordBroken: false,
      version: this.#ports.version,
      now: Math.round(this.#ports.effects.now()),
    }
  }

  #ofWork(work: Workplace, staffNo: string): Common {
    const { vault, store, sync } = work
    const { projection, state } = store
    const { idleLockMinutes, emergencyPhone } = state.policy()
    const { online, running, unsent, lastSyncAt, refusal, clock } = sync.status
    const { clock: recorded } = projection.facts
    const staff = state.get('staff', staffNo)
    return {
      ...this.#ofVault(vault),
      staff: staff === undefined ? null : staffView(staff, membersOf(vault)),
      mustChangePassword: vault.keyring.isTemporary(staffNo),
      idleLockMinutes,
      emergencyPhone,
      headOffice: {
        online,
        running,
        unsent,
        unreflected: projection.facts.unreflected(projection.sync.receivedThrough),
        lastSyncAt,
        refusal: refusal && refusalView(refusal),
        clockOffsetMs: clock?.offsetMs ?? recorded.offsetMs,
        clockMeasuredAt: clock?.measuredAt ?? recorded.measuredAt,
      },
      counts: {
        approvals: waitingRequests(projection).length,
        issuanceQueue: waitingIssuances(projection).length,
        dispatchQueue: waitingDispatches(projection).length,
        tasks: projection.tables.openTasks().length,
      },
      recordBroken: isBroken(store),
      now: store.now(),
    }
  }
}

/** Staff numbers that have a password on this PC. */
export function membersOf(vault: Vault): ReadonlySet<string> {
  return new Set(vault.keyring.members.map(({ staffNo }) => staffNo))
}
