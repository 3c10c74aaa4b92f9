/** The bank behind the pages: head office's services (`../verification/service.ts`). */
import type { CustomerRow } from '../../domain/status.ts'
import type { CustomerUserRow } from '../../domain/customer-rows.ts'
import { isRefusal } from '../../domain/refuse.ts'
import { customerRow } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import { lookUp, type Hub } from '../hub.ts'
import * as service from '../verification/service.ts'
import type { Changed, ListedUser, PortalBank, PortalUser } from './bank.ts'

/** Nobody asks the customer what was found; a memo is the counter's (rule 4). */
const NO_MEMO = ''

export function hubBank(hub: Hub): PortalBank {
  return {
    now: () => hub.now(),
    loginStep: (loginId) => service.loginStep(hub, loginId),
    verify: (loginId, code) => service.verify(hub, loginId, code),
    activate: (loginId, serial, code) => service.activate(hub, loginId, serial, code),
    resynchronise: (loginId, code, nextCode) => service.resynchronise(hub, loginId, code, nextCode),
    async waitingUntil(loginId) {
      const status = await service.status(hub, loginId)
      return isRefusal(status) ? null : status.waitingUntil
    },
    own: (loginId) =>
      lookUp(hub, async ({ state }) => {
        const user = state.get('user', loginId)
        const contract = user && state.get('contract', user.contractNo)
        if (user === undefined || contract === undefined) return undefined
        const now = hub.now()
        const row = customerRow(user, state.get('fob', servingSerial(user, now) ?? ''), now)
        return {
          ...shown({ ...row, loginId, name: user.name, role: user.role }),
          contractName: contract.name,
        }
      }),
    async users(actor) {
      const rows = await service.users(hub, actor)
      return isRefusal(rows) ? rows : { ok: true, users: rows.users.map((row) => listed(row, rows.users)) }
    },
    unlock: async (actor, loginIds) => changed(await service.unlock(hub, actor, loginIds, NO_MEMO)),
    async takesLastAdministrator(actor, loginIds) {
      const preview = await service.previewRevoke(hub, actor, loginIds)
      return !isRefusal(preview) && preview.lastAdministrator
    },
    revoke: async (actor, loginIds) => changed(await service.revoke(hub, actor, loginIds)),
  }
}

type Named = CustomerRow & Pick<CustomerUserRow, 'loginId' | 'name' | 'role'>

function shown({ loginId, name, role, serial, expiresAt, otpStatus, authStatus }: Named): PortalUser {
  return { loginId, name, role, serial: serial === '-' ? null : serial, expiresAt, otpStatus, authStatus }
}

function listed(row: CustomerUserRow, all: readonly CustomerUserRow[]): ListedUser {
  const { waitingUntil, unlockObstacle, revocationObstacle } = row
  const others = all.filter(({ loginId }) => loginId !== row.loginId)
  const together = others.filter(({ loginId }) => row.unlockedWith.includes(loginId))
  const sharers = others.filter(({ serial }) => serial !== '-' && serial === row.serial)
  return {
    ...shown(row),
    waitingUntil,
    unlockObstacle,
    revocationObstacle,
    unlockedTogether: together.map(({ name }) => name),
    sharers: sharers.map(({ name }) => name),
  }
}

function changed(done: Awaited<ReturnType<typeof service.revoke>>): Changed {
  if (isRefusal(done)) return done
  const waits = done.users.flatMap(({ waitingUntil }) => waitingUntil ?? [])
  return {
    ok: true,
    users: done.users.map(shown),
    waitingUntil: waits.length === 0 ? null : Math.max(...waits),
  }
}
