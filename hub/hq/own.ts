/** Head office's own people and their record. */
import { z } from 'zod'
import { refuse } from '../../domain/refuse.ts'
import { erasePersonalData } from '../erase.ts'
import { lookUp } from '../hub.ts'
import { DemoLogins } from '../portal/demo-logins.ts'
import { loginsIn } from '../portal/store-rows.ts'
import { act, recordHqAct, type HqAct } from './act.ts'
import { makePerson, SHORTEST_PASSPHRASE } from './people.ts'

const person = z.string().regex(/^[0-9A-Za-z._-]{1,32}$/)
const passphrase = z.string().min(1).max(200)
const PAGE = 1000

const listPeople = act({}, { ja: '運用者の一覧', en: 'list those who may run the hub' }, async ({ hub }) =>
  hub.store.read(async (reader) => {
    const people = await reader.documents('hqPerson', { limit: PAGE })
    return people.map(({ id, row }) => ({
      person: id,
      since: new Date(row.since).toISOString(),
      left: row.left === null ? '' : new Date(row.left).toISOString(),
    }))
  }),
)

const setPerson = act(
  { person, newPassphrase: passphrase },
  {
    ja: '運用者を加える、またはパスフレーズを改める（14 文字以上）',
    en: 'add a person, or set a new passphrase (14 characters or more)',
  },
  async (context, args) => {
    const { hub } = context
    if (args.newPassphrase.length < SHORTEST_PASSPHRASE) return refuse('PASSWORD_WEAK')
    const made = await makePerson(hub.random, args.newPassphrase, hub.now())
    return hub.store.transaction(async (tx) => {
      const there = await tx.document('hqPerson', args.person)
      await tx.saveDocument('hqPerson', args.person, { ...made, since: there?.since ?? made.since })
      await recordHqAct(context, tx, 'person set', { person: args.person })
      return [{ person: args.person }]
    })
  },
)

const endPerson = act(
  { person },
  { ja: '運用者の権限を終える（ご自身はできない）', en: 'end a person’s right (never one’s own)' },
  async (context, args) => {
    if (args.person === context.by) return refuse('SELF_APPROVAL')
    return context.hub.store.transaction(async (tx) => {
      const there = await tx.document('hqPerson', args.person)
      if (there === undefined) return refuse('STAFF_UNKNOWN', { staffNo: args.person })
      await tx.saveDocument('hqPerson', args.person, { ...there, left: context.hub.now() })
      await recordHqAct(context, tx, 'person end', args)
      return [args]
    })
  },
)

/** A trial's customer. A bank's customers log in at the bank's own login. */
const setDemoLogin = act(
  { loginId: z.string().min(1).max(64), loginPassphrase: passphrase, confirmationPassphrase: passphrase },
  {
    ja: '試行用ポータルのログインパスワードと確認用パスワードを決める',
    en: 'set a customer’s two passwords at the trial’s portal',
  },
  async (context, args) => {
    const { hub } = context
    const { loginId } = args
    const known = await lookUp(hub, async ({ state }) => state.get('user', loginId) !== undefined)
    if (!known) return refuse('USER_UNKNOWN', { loginId })
    const logins = new DemoLogins(loginsIn(hub.store), hub.random)
    await logins.add(loginId, args.loginPassphrase, args.confirmationPassphrase)
    await hub.store.transaction((tx) => recordHqAct(context, tx, 'demo-login set', { loginId }))
    return [{ loginId }]
  },
)

const listActs = act(
  { after: z.string().max(64) },
  {
    ja: '運用の記録（前の続きは最後の id を渡す。はじめは -）',
    en: 'the record of acts (after an id; - begins)',
  },
  async ({ hub }, { after }) =>
    hub.store.read(async (reader) => {
      const page = { limit: 200, ...(after !== '-' && { after }) }
      const acts = await reader.documents('hqAct', page)
      return acts.map(({ id, row }) => ({
        id,
        at: new Date(row.at).toISOString(),
        by: row.by,
        act: row.act,
        to: Object.entries(row.to)
          .map(([key, value]) => `${key}=${value}`)
          .join(' '),
      }))
    }),
)

const erase = act(
  {},
  {
    ja: '保存期間を過ぎた個人情報を消す（そのあと全プロセスを再起動する）',
    en: 'erase personal data past its retention time (restart every process after it)',
  },
  async (context) => {
    const { parts, before } = await erasePersonalData(context.hub)
    const told = { parts: String(parts), before: new Date(before).toISOString() }
    await context.hub.store.transaction((tx) => recordHqAct(context, tx, 'erase', told))
    return [told]
  },
)

export const ownActs: Readonly<Record<string, HqAct>> = {
  'person list': listPeople,
  'person set': setPerson,
  'person end': endPerson,
  'demo-login set': setDemoLogin,
  record: listActs,
  erase,
}
