/** Imports, 発行, 利用開始登録, verification, synchronisation and the training reader. */
import type { Refusal } from '../../../domain/decide-types.ts'
import { normaliseSerial } from '../../../domain/serial.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { Answer, Topic } from '../../../preload/contract/channels.ts'
import { activate, login, resynchronise, why } from '../activation.ts'
import { done, ok } from '../answers.ts'
import { changeHeadOfficeAddress } from '../head-office-move.ts'
import { lookUpElsewhere, reportElsewhere } from '../elsewhere.ts'
import type { TrainingClient } from '../training.ts'
import { lastVerification, verifyRecord } from '../verification.ts'
import { action, forAudit, type HandlerContext, type HandlersOf, type Here } from './handler-context.ts'

type WorkChannel =
  | 'import.commit'
  | 'import.discard'
  | 'issuance.begin'
  | 'issuance.assign'
  | 'issuance.code'
  | 'issuance.cancel'
  | 'readers.lookAgain'
  | 'training.reader'
  | 'training.place'
  | 'training.remove'
  | 'training.plug'
  | 'training.fault'
  | 'training.press'
  | 'training.advance'
  | 'activation.activate'
  | 'activation.login'
  | 'activation.why'
  | 'activation.resynchronise'
  | 'elsewhere.lookUp'
  | 'elsewhere.reportIncident'
  | 'audit.verify'
  | 'audit.lastVerification'
  | 'work.cancel'
  | 'sync.now'
  | 'store.retry'
  | 'headOffice.address'
  | 'headOffice.changeAddress'

/** What time alone changes on the screens. */
const clockTopics: readonly Topic[] = ['status', 'customers', 'inventory', 'tasks', 'training', 'issuance']

export function workHandlers(context: HandlerContext): HandlersOf<WorkChannel> {
  const { ports } = context
  const training = <I, T>(act: (client: TrainingClient, input: I, here: Here) => Promise<Answer<T>>) =>
    action<I, T>(context, async (here, input) => {
      const client = here.work.training
      // A real branch has no emulated reader, and nothing of it may ever be reached from there.
      return client === undefined ? refuse('STORE_OTHER_REALM') : act(client, input, here)
    })
  const retryOpen = action(context, async ({ work }) => {
    await work.store.retry()
    const { trouble } = work.store
    return trouble === null ? done : trouble.failure
  })
  return {
    'import.commit': action(context, async ({ work, actor }, { token, declared }) => {
      const committed = await work.imports.commit(token, declared, work.self(actor, false))
      return committed.ok ? ok(committed.preview) : committed
    }),
    'import.discard': action(context, async ({ work }, { token }) => {
      work.imports.discard(token)
      return done
    }),
    'issuance.begin': action(context, async ({ work, actor }, input) => {
      const begun = await work.issuance.begin(input, work.self(actor, false))
      return begun.ok ? ok({ issuanceId: begun.issuanceId }) : begun
    }),
    'issuance.assign': action(context, async ({ work, actor }, input) => {
      const assigned = await work.issuance.assign(input, work.self(actor, false))
      return assigned.ok ? ok({ issuanceId: assigned.issuanceId }) : assigned
    }),
    'issuance.code': action(context, async ({ work }, { issuanceId, code }) =>
      plain(work.issuance.code(issuanceId, code)),
    ),
    'issuance.cancel': action(context, async ({ work }, { issuanceId }) =>
      plain(work.issuance.cancel(issuanceId)),
    ),
    'readers.lookAgain': action(context, async ({ work: { issuance, programmer } }) => {
      if (issuance.busy) return refuse('ISSUANCE_RUNNING')
      if (programmer?.importing === true) return refuse('PSKC_BUSY')
      programmer?.lookAgain()
      return done
    }),
    'training.reader': training(async (client) => ok(client.view())),
    'training.place': training(async (client, { chipSerial }) => {
      client.place(chipSerial)
      return done
    }),
    'training.remove': training(async (client) => {
      client.remove()
      return done
    }),
    'training.plug': training(async (client, { plugged }) => {
      client.plug(plugged)
      return done
    }),
    'training.fault': training(async (client, { fault }) => {
      client.fault(fault)
      return done
    }),
    'training.press': training(async (client, input, { view }) => {
      const serial = normaliseSerial(input.serial)
      const fob = serial === null ? undefined : view.state.get('fob', serial)
      if (fob === undefined) return refuse('FOB_UNKNOWN', { serial: input.serial })
      const pressed = await client.press(fob.chipSerial)
      return pressed.ok ? ok({ code: pressed.code, secondsLeft: pressed.secondsLeft }) : pressed
    }),
    'training.advance': training(async (_client, { minutes }, { work }) => {
      await work.advanceTrainingClock(minutes)
      ports.notify.changed(clockTopics)
      return done
    }),
    'activation.activate': action(context, ({ work, actor }, input) =>
      activate(work, work.self(actor, false), input),
    ),
    'activation.login': action(context, async ({ work, actor }, { loginId, code }) => {
      // A code is used up, and wrong ones stop the fob's users: more than an auditor may do.
      return actor.role === 'auditor' && code !== null
        ? work.recordRefused('login', loginId, actor, refuse('NOT_ALLOWED', { role: actor.role }))
        : login(work, loginId, code)
    }),
    'activation.why': action(context, ({ work }, { loginId }) => why(work, loginId)),
    'activation.resynchronise': action(context, ({ work, actor }, input) =>
      resynchronise(work, actor, input),
    ),
    'elsewhere.lookUp': action(context, ({ work, actor }, input) => lookUpElsewhere(work, actor, input)),
    'elsewhere.reportIncident': action(context, ({ work, actor }, input) =>
      reportElsewhere(work, actor, input),
    ),
    'audit.verify': forAudit(context, ({ work, actor }) => verifyRecord(ports, work, actor.staffNo)),
    'audit.lastVerification': forAudit(context, async ({ view }) => ok(await lastVerification(view))),
    'work.cancel': action(context, async ({ work }, input) => {
      work.longWorks.cancel(input.work)
      return done
    }),
    'store.retry': async (input) => {
      const { session } = context
      if (session.phase.name !== 'failed') return retryOpen(input)
      await session.tryAgain()
      return done
    },
    'headOffice.address': action(context, async ({ work }) =>
      ok({ address: work.vault.profile.headOfficeAddress ?? null }),
    ),
    'headOffice.changeAddress': action(context, ({ work, actor }, { address }) =>
      changeHeadOfficeAddress(ports, work, actor, address),
    ),
    'sync.now': action(context, async ({ work }) => plain(await work.sync.syncNow())),
  }
}

function plain(result: { readonly ok: true } | Refusal): Answer<Record<string, never>> {
  return result.ok ? done : result
}
