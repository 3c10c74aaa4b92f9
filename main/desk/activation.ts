/** 利用開始登録 at the counter and the look at a customer's login: head office decides, online only (rule 11). */
import type { Actor, Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Answer, ChannelInput, ChannelOutput } from '../../preload/contract/channels.ts'
import type { WhyAnswer } from '../../preload/contract/views.ts'
import { done, knownRefusal, offline, ok } from './answers.ts'
import type { Who } from './commands.ts'
import type { Workplace } from './workplace.ts'

export interface ActivationInput {
  readonly loginId: string
  readonly serial: string
  readonly code: string
  readonly identityChecked: boolean
}

/** Asks the rules first, then head office with everything of this desk sent, then fetches what it recorded. */
export async function activate(
  work: Workplace,
  who: Who,
  { loginId, serial, code, identityChecked }: ActivationInput,
): Promise<Answer<ChannelOutput<'activation.activate'>>> {
  const { commands, headOffice, store, sync } = work
  const checked = await commands.run({ type: 'checkActivation', loginId, serial, identityChecked }, who)
  if (!checked.ok) return checked
  const recordRefused = async (refusal: Refusal): Promise<Refusal> => {
    const staffNo = who.actor?.staffNo ?? null
    const data = { command: 'activate', code: refusal.code, subject: loginId, staffNo }
    await work.record({ type: 'ActionRefused', v: 1, data }, staffNo)
    return refusal
  }
  const sent = await sync.syncNow()
  if (!sent.ok) return recordRefused(sent)
  const registered = checked.made['serial'] ?? serial
  const answer = await headOffice
    .activate({
      device: store.profile.device,
      staffNo: who.actor?.staffNo ?? '',
      loginId,
      serial: registered,
      code: digitsOf(code),
    })
    .catch(offline)
  if (!answer.ok) return recordRefused(knownRefusal(answer.code, answer.detail, 'ACTIVATION_REFUSED'))
  // Registered: what the screens show of it comes with the next events, now or when the line is back.
  await sync.syncNow()
  return ok({ loginId: answer.loginId, serial: answer.serial })
}

/** What internet banking would answer this customer now. A code given is used up. */
export async function login(
  work: Workplace,
  loginId: string,
  code: string | null,
): Promise<Answer<ChannelOutput<'activation.login'>>> {
  const { headOffice, store, sync } = work
  const sent = await sync.syncNow()
  if (!sent.ok) return sent
  const answer = await headOffice
    .login({ device: store.profile.device, loginId, code: code === null ? null : digitsOf(code) })
    .catch(offline)
  // A wrong code may have stopped users: head office's events say so.
  await sync.syncNow()
  return answer.ok ? ok({ next: answer.next }) : knownRefusal(answer.code, answer.detail, 'REFUSED_BY_HUB')
}

/** Why the codes of a customer of this branch were refused, in sentences; nothing of this desk's own counts for it. */
export async function why({ headOffice, store }: Workplace, loginId: string): Promise<Answer<WhyAnswer>> {
  const answer = await headOffice.why({ device: store.profile.device, loginId }).catch(offline)
  if (!answer.ok) return knownRefusal(answer.code, answer.detail, 'REFUSED_BY_HUB')
  const { ok: _, ...explained } = answer
  return ok(explained)
}

/** Rule 1: two codes in a row bring the clock of the customer's fob back. Refusals are on record, as at 利用開始登録. */
export async function resynchronise(
  work: Workplace,
  actor: Actor,
  { loginId, first, second, identityChecked }: ChannelInput<'activation.resynchronise'>,
): Promise<Answer<Record<string, never>>> {
  const refused = (refusal: Refusal): Promise<Refusal> =>
    work.recordRefused('resynchronise', loginId, actor, refusal)
  const { headOffice, store, sync } = work
  const { role, staffNo } = actor
  if (role === 'auditor') return refused(refuse('NOT_ALLOWED', { role }))
  if (!identityChecked) return refused(refuse('IDENTITY_NOT_CHECKED'))
  const sent = await sync.syncNow()
  if (!sent.ok) return refused(sent)
  const codes = { first: digitsOf(first), second: digitsOf(second) }
  const answer = await headOffice
    .resynchronise({ device: store.profile.device, staffNo, loginId, ...codes })
    .catch(offline)
  // Wrong codes may have stopped users: head office's events say so.
  await sync.syncNow()
  return answer.ok ? done : refused(knownRefusal(answer.code, answer.detail, 'REFUSED_BY_HUB'))
}

function digitsOf(code: string): string {
  return code.normalize('NFKC').replace(/\s/g, '')
}
