/** The bridge as a test uses it to come to a state quickly; what is tested is then done on the screen. */
import type { Page } from '@playwright/test'
import { trainingStaff } from '../../../domain/training-staff.ts'
import type { Answer, Channel, ChannelInput, ChannelOutput } from '../../../preload/contract/channels.ts'

/** Calls a channel from the page, as any script in it could. */
export function answerOf<C extends Channel>(
  page: Page,
  channel: C,
  input: ChannelInput<C>,
): Promise<Answer<ChannelOutput<C>>> {
  return page.evaluate(
    ([name, given]) => {
      const { desk } = globalThis as unknown as {
        desk: { call: Record<string, (input: unknown) => Promise<never>> }
      }
      const ask = desk.call[name]
      if (ask === undefined) throw new Error(`the bridge has no ${name}`)
      return ask(given)
    },
    [channel, input] as const,
  )
}

/** The answer's value; fails the test on a refusal. */
export async function call<C extends Channel>(
  page: Page,
  channel: C,
  input: ChannelInput<C>,
): Promise<ChannelOutput<C>> {
  const answer = await answerOf(page, channel, input)
  if (!answer.ok) throw new Error(`${channel}: ${answer.code} ${JSON.stringify(answer.detail)}`)
  return answer.value
}

export const TELLER = '2001'
export const OTHER_TELLER = '2002'
export const MANAGER = '1001'
export const OTHER_MANAGER = '1002'
export const AUDITOR = '3001'

export function passwordOf(staffNo: string): string {
  const member = trainingStaff.find((staff) => staff.staffNo === staffNo)
  if (member === undefined) throw new Error(`no training staff ${staffNo}`)
  return member.password
}

/** As an approver over the shoulder gives it. */
export function credentialsOf(staffNo: string): { readonly staffNo: string; readonly password: string } {
  return { staffNo, password: passwordOf(staffNo) }
}

/** Signs in whoever is signed in now out, and this person in; the first screen stands. */
export async function changeTo(page: Page, staffNo: string): Promise<void> {
  const { phase } = await call(page, 'desk.status', {})
  if (phase !== 'signIn') await call(page, 'session.signOut', {})
  await call(page, 'session.signIn', credentialsOf(staffNo))
  await page.getByRole('heading', { level: 1, name: '今日の仕事' }).waitFor()
}
