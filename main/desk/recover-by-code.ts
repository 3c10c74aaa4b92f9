/** 復旧コードで開く: all passwords of this PC are lost, two managers choose new ones. */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { FirstMembers, RecoveredKeyring } from '../keyring/types.ts'
import { passwordsRenewed } from './passwords-renewed.ts'
import type { Vault } from './vault.ts'
import { keyringRefusal } from './vault.ts'
import type { Store } from './store.ts'

/** Whose attempts are counted and recorded when the recovery code is tried. */
export const RECOVERY = '復旧コード'

export type Recovered = { readonly ok: true; readonly recoveryCode: string } | Refusal

/**
 * The store must open and know both as managers before anything is changed. Rejects with the journal's error.
 * The keys are the caller's to lock.
 */
export async function renewManagers(
  vault: Vault,
  keys: RecoveredKeyring,
  managers: FirstMembers,
): Promise<Recovered> {
  // A write that fails rejects below; there is nobody yet to show its trouble to.
  const quiet = { onCommitted: () => undefined, onTrouble: () => undefined }
  const store = await vault.open(keys, quiet)
  try {
    const stranger = strangerAmong(store, managers)
    if (stranger !== null) return stranger
    const renewed = await keys.renew(managers)
    if (!renewed.ok) return keyringRefusal(renewed.code)
    const failed = await vault.failedSignIns.drafts()
    const at = store.now()
    const facts = passwordsRenewed(vault.keyring, managers, vault.profile, at).map((draft) => ({ draft, at }))
    // Nobody's keys stand under it: who held the code is what the two signatures on the envelope in the safe say.
    await store.record([...failed, ...facts], { by: null, signers: [] })
    await vault.failedSignIns.recorded()
    return { ok: true, recoveryCode: renewed.value.recoveryCode }
  } finally {
    await store.close()
  }
}

function strangerAmong(store: Store, managers: FirstMembers): Refusal | null {
  for (const { staffNo } of managers) {
    const staff = store.state.get('staff', staffNo)
    if (staff === undefined || !staff.active) return refuse('STAFF_UNKNOWN', { staffNo })
    if (staff.role !== 'manager') return refuse('APPROVER_NOT_MANAGER')
  }
  return null
}
