import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { auditHandlers } from '../../../main/composition/audit-handlers.ts'
import type { World } from '../desk/world.ts'
import { aFolder } from './backup-desk.ts'

/** Where the signed record of the desk was written, personal parts included. */
export async function signedFile(world: World): Promise<string> {
  const path = join(await aFolder(), 'audit.fobaudit')
  const handlers = auditHandlers({
    desk: { forAudit: (act) => world.desk.forAudit(act) },
    effects: { breathe: () => Promise.resolve() },
    notify: { progress: () => undefined },
    chooseTarget: async () => path,
    verifier: () => readFile('tools/verify-audit.mjs'),
  })
  expect(await handlers['audit.exportSigned']({ personal: true })).toMatchObject({ ok: true })
  return path
}
