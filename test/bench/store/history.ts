/**
 * Years of a branch as facts, about ten events a fob: contracts and users from the roster, fobs received and put into
 * stock, three of four issued, mailed and registered. The same for the same number of fobs.
 */
import type { LotRow, RosterRow } from '../../../domain/commands.ts'
import { story, type ScriptedFact } from '../../../domain/training-story.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { generateLot, generateRoster } from '../../../domain/training-roster.ts'

/** Of four fobs one stays in stock. */
const ISSUED = 3
const OF = 4
const USERS_A_CONTRACT = 2
const SEED = 7
/** A seed box as HPKE makes it of a 20-byte seed. */
const BOX_BYTES = 110
const START = Date.UTC(2023, 3, 3)
const MINUTE_MS = 60_000

/** One procedure after another; each would be one or a few commits of the desk. */
export function* history(fobs: number): Generator<readonly ScriptedFact[]> {
  const told = story(TRAINING_BRANCH_NO)
  const users = usersFor(fobs)
  const contracts = new Set<string>()
  for (const [index, fob] of lots(fobs).entries()) {
    const at = START + index * 10 * MINUTE_MS
    const { serial } = fob
    yield [received(at, fob), ...told.intoStock(at, [serial])]
    if (index % OF >= ISSUED) continue
    const row = users.next().value
    if (row === undefined) throw new Error('the roster is too short')
    const { contractNo } = row.contract
    const known = contracts.has(contractNo)
    contracts.add(contractNo)
    const subject = {
      applicationId: `bench-${index}`,
      contractNo,
      loginIds: [row.user.loginId],
      serial,
      activated: true,
    }
    yield [...(known ? [] : [contract(at, row)]), user(at, row), ...told.issued(at, subject).map(withBox)]
  }
}

function lots(fobs: number): readonly LotRow[] {
  return generateLot(SEED, fobs)
}

function* usersFor(fobs: number): Generator<RosterRow, undefined> {
  yield* generateRoster(SEED, Math.ceil(fobs / USERS_A_CONTRACT) + 10, TRAINING_BRANCH_NO)
}

function received(at: number, fob: LotRow): ScriptedFact {
  const { serial, chipSerial, model, lotNo, boxNo, expiresAt } = fob
  return {
    at,
    by: '1001',
    draft: {
      type: 'FobReceived',
      v: 1,
      data: {
        serial,
        chipSerial,
        model,
        lotNo,
        boxNo,
        expiresAt,
        branchNo: TRAINING_BRANCH_NO,
        factorySeeded: false,
      },
    },
  }
}

function contract(at: number, { contract: row }: RosterRow): ScriptedFact {
  const { contractNo, branchNo, kind, status, ...personal } = row
  return {
    at,
    by: '1001',
    draft: { type: 'ContractRecorded', v: 1, data: { contractNo, branchNo, kind, status }, personal },
  }
}

function user(at: number, { contract: { contractNo }, user: row }: RosterRow): ScriptedFact {
  const { loginId, role, rosterStatus, name, kana } = row
  return {
    at,
    by: '1001',
    draft: {
      type: 'UserRecorded',
      v: 1,
      data: { loginId, contractNo, role, rosterStatus, tokenKind: 'none' },
      personal: { name, kana },
    },
  }
}

function withBox(fact: ScriptedFact): ScriptedFact {
  const { draft } = fact
  return draft.type === 'FobIssued' ? { ...fact, draft: { ...draft, box: new Uint8Array(BOX_BYTES) } } : fact
}
