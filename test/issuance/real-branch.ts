/** A real branch at its head office: enrolled, with customers, and with fobs in stock that real readers can lie under. */
import { TRAINING_BRANCH_NO } from '../../domain/training.ts'
import { generateLot, generateRoster } from '../../domain/training-roster.ts'
import { issueEnrolmentCode } from '../../hub/enrolment.ts'
import type { PreparedImport } from '../../main/desk/imports.ts'
import { MANAGER, OTHER_MANAGER } from '../main/desk/counter.ts'
import { there } from '../main/desk/there.ts'
import { createWorld, until, type World, type WorldOptions } from '../main/desk/world.ts'
import { freshUsers, type SpareFob } from './counter-place.ts'

const manager = { staffNo: MANAGER, password: 'omiya-no-yakuseki' }
const otherManager = { staffNo: OTHER_MANAGER, password: 'omiya-no-daikou' }

export interface RealBranch {
  readonly world: World
  /** In stock, each with a blank chip. */
  readonly fobs: readonly SpareFob[]
  /** An approved application of a user who had no fob. */
  apply(): Promise<string>
}

/** @param count fobs in stock; there are as many users */
export async function realBranch(count: number, options: WorldOptions): Promise<RealBranch> {
  const world = await createWorld(options)
  await world.call('start.identify', { address: 'hub.example.jp', code: 'any' })
  await world.call('start.enrol', {
    code: await issueEnrolmentCode(world.realHub, TRAINING_BRANCH_NO),
    fingerprintConfirmed: true,
    managers: [manager, otherManager],
  })
  await world.call('session.signIn', manager)
  const people = generateRoster(2018, 2 * count)
  const lot = generateLot(11, count)
  await take(world, { kind: 'roster', rows: people, ...fileOf('roster.csv', people) })
  await take(world, { kind: 'lot', rows: lot, ...fileOf('lot.csv', lot) })
  const serials = lot.map(({ serial }) => serial)
  await world.call('command.moveFobs', { command: { serials, to: 'stock', reference: null, memo: '' } })
  // Without it the clock was never compared, and nothing is written (P7).
  await world.call('sync.now', {})
  const users = freshUsers(world)
  return {
    world,
    fobs: lot,
    async apply() {
      const { contractNo, loginId } = there((await users.next()).value)
      const kind = 'new'
      const { earliestAtCounter } = await world.call('applications.defaults', { contractNo, kind })
      const { made } = await world.call('command.submitApplication', {
        command: {
          kind,
          contractNo,
          loginIds: [loginId],
          startDate: earliestAtCounter,
          delivery: 'counter',
          evidence: {
            visitor: 'representative',
            powerOfAttorney: false,
            sealVerified: true,
            identityDocument: 'driversLicence',
            receiptNo: 'K-100',
            fee: 'cash',
          },
          relatedSerial: null,
          memo: '',
        },
        approver: otherManager,
      })
      return there(made['applicationId'])
    },
  }
}

function fileOf(fileName: string, rows: readonly unknown[]) {
  const lines = rows.map((_, index) => index + 2)
  return { fileName, encoding: 'utf-8', lines, errors: [], moreErrors: 0 } as const
}

async function take(world: World, file: PreparedImport): Promise<void> {
  const prepared = await world.desk.prepareImport(file)
  if (!prepared.ok) throw new Error(prepared.code)
  await world.call('import.commit', { token: prepared.value.token, declared: null })
}

/** The fob lies on a reader and the desk knows it. */
export function onReader(world: World, chipSerial: string): Promise<unknown> {
  return until('the fob on the reader', async () => {
    const { readers } = await world.call('issuance.state', {})
    return readers.find(({ fob }) => fob?.chipSerial === chipSerial)
  })
}
