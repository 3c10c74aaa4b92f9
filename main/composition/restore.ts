/**
 * バックアップから復元: everything is verified before anything is written, the profile is written last, and what comes
 * out is a new device with new keys (docs/adr/017). The order matters: the enrolment code works once, so it is spent
 * only when the backup is known to be good; cut off anywhere before the profile, there is no store.
 */
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Restored } from '../../preload/contract/views.ts'
import { hex } from '../../protocol/bytes.ts'
import type { HeadOffice, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { followKeyStatements, sameKeys } from '../../protocol/key-statement.ts'
import { KEYRING_NAME } from '../backup/backup-file.ts'
import type { Backup } from '../backup/read-backup.ts'
import { knownRefusal } from '../desk/answers.ts'
import { fingerprintOf, memoryStorage, type FirstManager } from '../desk/branch-start.ts'
import { isWeakPassword } from '../desk/passwords.ts'
import { passwordsRenewed } from '../desk/passwords-renewed.ts'
import type { DeskPorts, StorePlace } from '../desk/ports.ts'
import { formatProfile, keyBytes, parseProfile, type Profile } from '../desk/profile.ts'
import { devicePublicKeyOf, keyringRefusal, Vault } from '../desk/vault.ts'
import { Workplace } from '../desk/workplace.ts'
import type { NewKeyring, UnlockedKeyring } from '../keyring/types.ts'
import { syncFolder } from '../machine/sync-folder.ts'
import { obstacleOf, totalOf } from './backup-source.ts'
import { FormerDevice } from './former-device.ts'

const PIECE_BYTES = 1024 * 1024

export interface RestoreRequest {
  readonly backup: Backup
  readonly recoveryCode: string
  /** '' in training: its head office gives one. */
  readonly enrolmentCode: string
  readonly managers: readonly [FirstManager, FirstManager]
  readonly signal: AbortSignal
}

type Done = { readonly ok: true; readonly vault: Vault; readonly value: Restored }
type Enrolled = Extract<HeadOfficeOutput<'enrol'>, { ok: true }>

export async function restoreBackup(ports: DeskPorts, request: RestoreRequest): Promise<Done | Refusal> {
  const { backup, managers } = request
  const { manifest } = backup
  const place = ports.places[manifest.realm]
  const weak = managers.some(({ staffNo, password }) => isWeakPassword(staffNo, password))
  if (weak) return refuse('PASSWORD_WEAK')
  const former = parseProfile(manifest.profile)
  if (former === undefined || former.realm !== manifest.realm || former.storeId !== manifest.store) {
    return refuse('BACKUP_DAMAGED', { where: 'profile' })
  }
  const opened = await openedKeyring(ports, place, request)
  if ('ok' in opened) return opened
  const { keys, made, bytes } = opened
  try {
    const history = new FormerDevice(manifest.device)
    const wrong = await verified(ports, request, former, opened, history)
    if (wrong !== null) return wrong
    const enrolled = await enrol(ports, request, former, made.keyring.device.publicKey)
    if (!enrolled.ok) return enrolled
    const profile = newProfile(former, enrolled, manifest.keyringDevice)
    await place.setAside(former.storeId, Math.round(ports.effects.now()))
    await copyJournal(ports, place, request)
    await place.keyringStorage.replace(await bytes())
    await place.createAnchor({
      storeId: former.storeId,
      head: manifest.head,
      epochKey: (epoch) => keys.epochKey(epoch),
      currentEpoch: () => keys.currentEpoch,
    })
    const keyring = await place.openKeyring(place.keyringStorage)
    if (!keyring.ok) return keyringRefusal(keyring.code)
    const vault = new Vault(ports, place, profile, keyring.value)
    await writeFirstFacts(ports, vault, keys, enrolled, request, history.unreceived)
    await place.writeProfile(formatProfile(profile))
    const { branchName } = profile
    const { madeAt, head } = manifest
    const told = { branchName, madeAt, events: head.events, unreceived: history.unreceived }
    return { ok: true, vault, value: { ...told, recoveryCode: made.recoveryCode } }
  } finally {
    keys.lock()
  }
}

interface OpenedKeyring {
  readonly made: NewKeyring
  readonly keys: UnlockedKeyring
  /** The keyring's new file, not on this machine's disk yet. */
  readonly bytes: () => Promise<Uint8Array>
}

async function openedKeyring(
  { effects }: DeskPorts,
  place: StorePlace,
  { backup, recoveryCode, managers }: RestoreRequest,
): Promise<OpenedKeyring | Refusal> {
  const storage = memoryStorage(await wholeFile(backup, KEYRING_NAME))
  const made = await place.recoverKeyring(storage, recoveryCode, effects.newId(), managers)
  if (!made.ok) {
    const wrongCode = made.code === 'RECOVERY_CODE_INVALID' || made.code === 'RECOVERY_REFUSED'
    if (wrongCode) return refuse('RECOVERY_CODE_WRONG')
    if (made.code === 'KEYRING_DAMAGED') return refuse('BACKUP_DAMAGED', { where: KEYRING_NAME })
    return made.code === 'MEMBER_EXISTS' ? refuse('STAFF_LAST_MANAGERS') : keyringRefusal(made.code)
  }
  const [first] = managers
  const keys = await made.value.keyring.unlock(first.staffNo, first.password)
  if (!keys.ok) throw new Error(`the keyring just made does not open: ${keys.code}`)
  return { made: made.value, keys: keys.value, bytes: () => storage.bytes() }
}

async function verified(
  { notify }: DeskPorts,
  { backup, signal }: RestoreRequest,
  former: Profile,
  { keys, made }: OpenedKeyring,
  history: FormerDevice,
): Promise<Refusal | null> {
  const { manifest } = backup
  const formerDevices = [
    ...(former.formerDevices ?? []),
    { device: manifest.device, keyringDevice: manifest.keyringDevice },
  ]
  // The profile's own device is the one that the keyring has just made; everything in the backup is older.
  const names = { ...former, device: '', formerDevices }
  const where = await obstacleOf(backup, {
    epochKey: (epoch) => keys.epochKey(epoch),
    devicePublicKey: (device) => devicePublicKeyOf(names, made.keyring, device),
    onProgress: (done) => notify.progress('restore', done, totalOf(manifest) * 3),
    signal,
    onCommit: async ({ events }) => {
      for (const event of events) history.event(event)
      return undefined
    },
  })
  return where === undefined ? null : refuse('BACKUP_DAMAGED', { where })
}

/** The same head office as before, the same branch, a device of its own. */
async function enrol(
  ports: DeskPorts,
  { enrolmentCode, managers }: RestoreRequest,
  former: Profile,
  devicePublicKey: Uint8Array,
): Promise<Enrolled | Refusal> {
  const { headOffice, code } = await lineOf(ports, former, enrolmentCode)
  const identity = await headOffice.identify({})
  const pinned = {
    signing: keyBytes(former.hubSigning.publicKey),
    sealing: keyBytes(former.hubSealing.publicKey),
  }
  const today = { signing: identity.signing.publicKey, sealing: identity.sealing.publicKey }
  // It may have changed its keys since the backup; its own statements then lead from the old ones to these.
  const followed = followKeyStatements(former.realm, pinned, identity.statements)
  if (identity.realm !== former.realm || !followed.ok || !sameKeys(followed.value, today)) {
    return refuse('RESTORE_OTHER_HEAD_OFFICE')
  }
  const enrolled = await headOffice.enrol({
    code,
    devicePublicKey,
    deviceName: ports.deviceName,
    branchNo: former.branchNo,
    managers: managers.map(({ staffNo }) => staffNo),
  })
  return enrolled.ok ? enrolled : knownRefusal(enrolled.code, enrolled.detail, 'ENROLMENT_CODE_WRONG')
}

async function lineOf(
  ports: DeskPorts,
  { realm, headOfficeAddress: address, hubSigning }: Profile,
  enrolmentCode: string,
): Promise<{ readonly headOffice: HeadOffice; readonly code: string }> {
  if (realm === 'real') {
    if (address === undefined) throw new Error('a real branch has the address of its head office')
    const hubSigningKey = keyBytes(hubSigning.publicKey)
    return { headOffice: ports.headOffice({ address, hubSigningKey, signer: null }), code: enrolmentCode }
  }
  const headOffice = await ports.trainingHeadOffice()
  return { headOffice, code: await headOffice.issueEnrolmentCode() }
}

function newProfile(former: Profile, { device, branchName }: Enrolled, keyringDevice: string): Profile {
  const formerDevices = [...(former.formerDevices ?? []), { device: former.device, keyringDevice }]
  return { ...former, device, branchName, formerDevices }
}

async function copyJournal(ports: DeskPorts, place: StorePlace, { backup }: RestoreRequest): Promise<void> {
  const { manifest, fs } = backup
  const dir = place.storeDir(manifest.store)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const total = totalOf(manifest)
  let done = total * 2
  for (const { name, size } of manifest.files) {
    if (name === KEYRING_NAME) continue
    const source = await fs.open(name, 'read')
    const target = await open(join(dir, name), 'wx', 0o600)
    try {
      for (let at = 0; at < size; at += PIECE_BYTES) {
        const piece = new Uint8Array(Math.min(PIECE_BYTES, size - at))
        await source.read(piece, 0, piece.length, at)
        await target.writeFile(piece)
        done += piece.length
        ports.notify.progress('restore', done, total * 3)
      }
      await target.sync()
    } finally {
      await target.close()
    }
  }
  await syncFolder(dir)
  await syncFolder(dirname(dir))
}

async function wholeFile({ fs }: Backup, name: string): Promise<Uint8Array> {
  const file = await fs.open(name, 'read')
  const bytes = new Uint8Array(await file.size())
  await file.read(bytes, 0, bytes.length, 0)
  return bytes
}

/** The new device's first facts: whose store it was, what is missing, and the task that says what to do. */
async function writeFirstFacts(
  ports: DeskPorts,
  vault: Vault,
  keys: UnlockedKeyring,
  { device, branchNo }: Enrolled,
  { backup, managers }: RestoreRequest,
  unreceived: number,
): Promise<void> {
  const { manifest } = backup
  const { hubSigning } = vault.profile
  const [{ staffNo: by }] = managers
  const hubFingerprint = fingerprintOf({
    realm: manifest.realm,
    signing: { ...hubSigning, publicKey: keyBytes(hubSigning.publicKey) },
    sealing: {
      keyId: vault.profile.hubSealing.keyId,
      publicKey: keyBytes(vault.profile.hubSealing.publicKey),
    },
  })
  const work = await Workplace.open(ports, vault, keys, ports.onError)
  try {
    const { head, madeAt } = manifest
    const restored = { madeAt, formerDevice: manifest.device, events: head.events, unreceived }
    await work.store.commit(
      [
        { type: 'Enrolled', v: 1, data: { device, branchNo, hubKeyId: hubSigning.keyId, hubFingerprint } },
        { type: 'BackupRestored', v: 1, data: { ...restored, head: hex(head.hash) } },
        ...passwordsRenewed(vault.keyring, managers, vault.profile, work.store.now()),
        {
          type: 'TaskRaised',
          v: 1,
          data: {
            taskId: `restored-${device}`,
            code: 'TASK_RESTORED',
            subject: { kind: 'branch', id: branchNo },
          },
        },
      ],
      { by, signers: [keys] },
    )
  } finally {
    await work.close()
  }
}
