/** What verification leaves for head office to look at (`verification/fleet-guard.ts`). */
import { z } from 'zod'
import { refuse } from '../../domain/refuse.ts'
import { act, recordHqAct, type HqAct } from './act.ts'

/** Newer ones are behind so many: one a day at most. */
const MOST = 1000

const list = act(
  {},
  {
    ja: '不正な推測の警報（全トークンの誤りが 24 時間の上限を超えた日）',
    en: 'alarms: days on which wrong codes of all fobs passed the limit of 24 hours',
  },
  async ({ hub }) => {
    const alarms = await hub.store.read((reader) => reader.documents('fleetAlarm', { limit: MOST }))
    return alarms.map(({ id, row }) => ({
      day: id,
      since: new Date(row.since).toISOString(),
      failures: row.failures,
      seenBy: row.seenBy ?? '-',
    }))
  },
)

const seen = act(
  { day: z.iso.date() },
  { ja: '警報を確認済みにする', en: 'mark an alarm as looked at' },
  (context, { day }) =>
    context.hub.store.transaction(async (tx) => {
      const alarm = await tx.document('fleetAlarm', day)
      if (alarm === undefined) return refuse('ALARM_UNKNOWN', { day })
      await tx.saveDocument('fleetAlarm', day, { ...alarm, seenBy: context.by })
      await recordHqAct(context, tx, 'alarm seen', { day })
      return [{ day, seenBy: context.by }]
    }),
)

export const alarmActs: Readonly<Record<string, HqAct>> = { 'alarm list': list, 'alarm seen': seen }
