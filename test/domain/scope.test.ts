import { expect, it } from 'vitest'
import { evolve } from '../../domain/evolve.ts'
import { concernOf } from '../../domain/scope.ts'
import { A, approved, BRANCH, branch, Desk, issuing, LONG, stock } from './given.ts'

it('brings a running issuance along with the contract that moves to another branch', () => {
  const desk = new Desk()
  branch(desk)
  stock(['80000001'], LONG)(desk)
  const out: { applicationId?: string } = {}
  approved(['ichirodt'], { contractNo: A }, out)(desk)
  const applicationId = out.applicationId ?? ''
  desk.do(issuing(applicationId, '80000001', 'i-1'))
  const { contractNo, kind, status } = desk.state.get('contract', A) ?? {
    contractNo: '',
    kind: 'corporate',
    status: 'active',
  }
  const meta = { id: 'e', realm: 'training', device: 'd1', seq: 999, at: desk.now, by: null } as const
  const data = { contractNo, kind, status, branchNo: '002' }
  const moved = { type: 'ContractRecorded', v: 1, data, meta } as const
  const { entering } = concernOf(desk.state, evolve(desk.state, moved), BRANCH)
  expect(entering.get('002')).toEqual(
    expect.arrayContaining([
      { kind: 'contract', id: A },
      { kind: 'application', id: applicationId },
      { kind: 'issuance', id: 'i-1' },
    ]),
  )
})

it('keeps no issuance in the books of a branch that knows the fob and not the application', () => {
  const desk = new Desk()
  branch(desk)
  stock(['80000001'], LONG)(desk)
  const meta = { id: 'e', realm: 'training', device: 'd2', seq: 9, at: desk.now, by: '9001' } as const
  const data = { issuanceId: 'i-9', applicationId: 'a-9', serial: '80000001', chipSerial: 'c' }
  const changes = evolve(desk.state, { type: 'IssuanceStarted', v: 1, data, meta })
  expect(changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['fob 80000001'])
})
