/** The hub's keys: what is in force, and their rotation. Their acts leave their own records (`keyAct`). */
import { z } from 'zod'
import { refuse } from '../../domain/refuse.ts'
import { keyId } from '../../protocol/signature.ts'
import {
  countWrappedBy,
  forgetSealingKey,
  recordPassphrase,
  releaseMasterKey,
  rewrapSeeds,
  rotateSealingKey,
  rotateSigningKey,
  useMasterKey,
  type KeyWork,
} from '../keys/rotate.ts'
import { ringIn } from '../keys/stored-keys.ts'
import { act, type HqAct, type HqContext } from './act.ts'

const id = z.string().regex(/^[0-9a-f]{16}$/)

const workOf = ({ hub: { store, keys, now, random }, by }: HqContext): KeyWork => ({
  store,
  keys,
  now,
  random,
  by,
})

const listKeys = act({}, { ja: '鍵の一覧', en: 'list the keys' }, async ({ hub }) => {
  const ring = await hub.store.read(ringIn)
  if (ring === undefined) throw new Error('the hub has lost its keys')
  const rows = [
    { use: 'signing', entry: ring.signing, state: 'in force' },
    ...ring.sealing.map((entry, at) => ({ use: 'sealing', entry, state: at === 0 ? 'in force' : 'retired' })),
  ].map(({ use, entry, state }) => ({
    use,
    keyId: keyId(entry.publicKey),
    state,
    made: new Date(entry.madeAt).toISOString(),
    wrappedBy: entry.wrapped.keyId,
  }))
  const masters = []
  for (const master of hub.keys.master.keys()) {
    const wraps = await countWrappedBy(hub, master)
    const state = `${master === ring.masterKeyId ? 'in force' : 'not in force'}, wraps ${wraps}`
    masters.push({ use: 'master', keyId: master, state, made: '', wrappedBy: '' })
  }
  return [...rows, ...masters]
})

const rotateSigning = act(
  {},
  {
    ja: '本部の署名鍵を新しくする（端末は次の同期で従う）',
    en: 'a new signing key (desks follow at their next synchronisation)',
  },
  async (context) => [{ signing: await rotateSigningKey(workOf(context)) }],
)

const rotateSealing = act(
  {},
  {
    ja: '種を受け取る鍵を新しくする（古い鍵で封じた種も開ける）',
    en: 'a new key for seeds (what was sealed to the old one still opens)',
  },
  async (context) => [{ sealing: await rotateSealingKey(workOf(context)) }],
)

const forgetSealing = act(
  { keyId: id },
  {
    ja: '退いた鍵を消す（全端末が同期した後に）',
    en: 'destroy a retired key for seeds (after every desk has synchronised)',
  },
  async (context, args) => {
    const forgotten = await forgetSealingKey(workOf(context), args.keyId)
    return forgotten.ok ? [args] : refuse('HUB_KEY_NOT_SO', { keyId: args.keyId, reason: forgotten.code })
  },
)

const useMaster = act(
  { keyId: id },
  {
    ja: 'マスター鍵を切り替える（全プロセスがその鍵で起動した後に。続けて key rewrap）',
    en: 'wrap by another master key (every process started with it before; then key rewrap)',
  },
  async (context, args) => {
    const used = await useMasterKey(workOf(context), args.keyId)
    return used.ok ? [args] : refuse('HUB_KEY_NOT_SO', { keyId: args.keyId, reason: used.code })
  },
)

const rewrap = act(
  {},
  {
    ja: '保管中の種を今のマスター鍵で包み直す（中断しても、もう一度行えば続きから）',
    en: 'wrap the stored seeds by the present master key (cut off, run it again)',
  },
  async (context) => [{ rewrapped: await rewrapSeeds(workOf(context)) }],
)

const releaseMaster = act(
  { keyId: id },
  {
    ja: 'マスター鍵が何も包んでいないことを確かめて記録する（master drop が自ら行う）',
    en: 'make sure that a master key wraps nothing, and record it (master drop does this itself)',
  },
  async (context, args) => {
    const released = await releaseMasterKey(workOf(context), args.keyId)
    if (released === 'released') return [args]
    if (released === 'unknown') {
      return refuse('HUB_KEY_NOT_SO', { keyId: args.keyId, reason: 'MASTER_KEY_UNKNOWN' })
    }
    return refuse('MASTER_KEY_WRAPS', { keyId: args.keyId, count: released.wraps })
  },
)

const recordNewPassphrase = act(
  {},
  {
    ja: 'マスター鍵ファイルのパスフレーズを変えることを記録する（master passphrase が自ら行う）',
    en: 'record that the master-key file gets another passphrase (master passphrase does this itself)',
  },
  async (context) => [{ keyId: await recordPassphrase(workOf(context)) }],
)

export const keyActs: Readonly<Record<string, HqAct>> = {
  'key list': listKeys,
  'key rotate-signing': rotateSigning,
  'key rotate-sealing': rotateSealing,
  'key forget': forgetSealing,
  'key use-master': useMaster,
  'key rewrap': rewrap,
  'key release': releaseMaster,
  'key passphrase': recordNewPassphrase,
}
