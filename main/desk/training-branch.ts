/** 研修モード: the training branch, made on first use with the manual's people in the manual's states. */
import type { Refusal } from '../../domain/decide-types.ts'
import { generateRoster } from '../../domain/training-roster.ts'
import { TRAINING_BRANCH_NO, trainingFacts, trainingLot, trainingRoster } from '../../domain/training.ts'
import { hex } from '../../protocol/bytes.ts'
import { trainingStaff, type TrainingStaff } from '../../domain/training-staff.ts'
import { startBranch, type FirstManager } from './branch-start.ts'
import type { DeskPorts } from './ports.ts'
import { findVault, type Vault } from './vault.ts'
import type { Workplace } from './workplace.ts'

/** A branch of a realistic size around the manual's two contracts: some thousand users. */
const GENERATED_CONTRACTS = 400
const ROSTER_SEED = 2018

/** The training branch of this PC, made if there is none. Rejects with HeadOfficeUnreachable or a store error. */
export async function openTrainingBranch(
  ports: DeskPorts,
): Promise<{ readonly ok: true; readonly vault: Vault } | Refusal> {
  const place = ports.places.training
  const found = await findVault(ports, place)
  if (found !== null) return 'ok' in found ? found : { ok: true, vault: found }
  const headOffice = await ports.trainingHeadOffice()
  const started = await startBranch(ports, {
    place,
    headOffice,
    identity: await headOffice.identify({}),
    code: await headOffice.issueEnrolmentCode(),
    managers: firstManagers(),
    furnish: (work) => furnish(ports, work),
  })
  return started.ok ? { ok: true, vault: started.vault } : started
}

function firstManagers(): readonly [FirstManager, FirstManager] {
  const [first, second] = trainingStaff.filter(({ role }) => role === 'manager')
  if (first === undefined || second === undefined) throw new Error('the training branch needs two managers')
  return [first, second].map(({ staffNo, password }) => ({ staffNo, password })) as [
    FirstManager,
    FirstManager,
  ]
}

async function furnish(ports: DeskPorts, work: Workplace): Promise<void> {
  const now = work.store.now()
  const [manager] = firstManagers()
  const others = trainingStaff.filter(({ staffNo }) => !isMember(work, staffNo))
  for (const member of others) await addMember(work, member)
  const actor = work.actor(manager.staffNo)
  if (actor === null) throw new Error('the training manager is not on the staff')
  const who = work.self(actor, false)
  const rows = [
    ...trainingRoster(TRAINING_BRANCH_NO),
    ...generateRoster(ROSTER_SEED, GENERATED_CONTRACTS, TRAINING_BRANCH_NO),
  ]
  const onProgress = (done: number, total: number): void => ports.notify.progress('opening', done, total)
  const roster = { type: 'importRoster', fileName: '研修名簿.csv', rows } as const
  const lot = { type: 'importLot', fileName: '研修納品.csv', rows: trainingLot(now), declared: null } as const
  for (const command of [roster, lot]) {
    const imported = await work.commands.run(command, who, { onProgress })
    if (!imported.ok) throw new Error(`the training files do not import: ${imported.code}`)
  }
  for (const run of runsByAuthor(trainingFacts(now))) {
    await work.store.record(run.facts, { by: run.by, signers: [] })
  }
}

function isMember(work: Workplace, staffNo: string): boolean {
  return work.vault.keyring.members.some((member) => member.staffNo === staffNo)
}

async function addMember(work: Workplace, { staffNo, password }: TrainingStaff): Promise<void> {
  const added = await work.vault.keyring.addMember(work.keys, { staffNo, password })
  if (!added.ok) throw new Error(`training staff ${staffNo}: ${added.code}`)
  const data = { staffNo, how: 'initial', signingKey: hex(added.value.signingKey) } as const
  await work.record({ type: 'PasswordSet', v: 1, data }, work.keys.staffNo)
}

type Facts = ReturnType<typeof trainingFacts>

/** Facts in their order, those of one person in a row together: a commit has one author. */
function runsByAuthor(facts: Facts): { by: string | null; facts: Facts[number][] }[] {
  const runs: { by: string | null; facts: Facts[number][] }[] = []
  for (const fact of facts) {
    const last = runs.at(-1)
    if (last?.by === fact.by) last.facts.push(fact)
    else runs.push({ by: fact.by, facts: [fact] })
  }
  return runs
}
