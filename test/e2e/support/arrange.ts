/** Ways to a state in which a refusal can be met: customers without a fob, applications, lots, written fobs. */
import { writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import type { ApplicationKind, DeliveryMethod } from '../../../domain/vocabulary.ts'
import { lotColumns } from '../../../main/files/lot-file.ts'
import { call, changeTo, credentialsOf } from './bridge.ts'
import { answerOpen } from './dialogs.ts'
import { launchDesk, type Desk } from './launch.ts'
import { noFilter } from '../../../renderer/inventory/filter.ts'

/** A training branch with this person signed in. */
export async function openTraining(userData: string, staffNo: string): Promise<Desk> {
  const desk = await launchDesk(userData)
  await desk.page.getByRole('button', { name: '研修モードで始める' }).click()
  await desk.page.getByLabel('職員番号').waitFor()
  await changeTo(desk.page, staffNo)
  return desk
}

/** Contracts of the generated roster whose master has no fob, each given once. */
export function freshCustomers(page: Page): () => Promise<{ contractNo: string; loginId: string }> {
  let number = 0
  return async () => {
    number += 1
    const contractNo = `2${String(number).padStart(6, '0')}`
    const contract = await call(page, 'customers.get', { contractNo })
    const loginId = contract?.userList.find(({ role }) => role === 'master')?.loginId
    if (loginId === undefined) throw new Error(`contract ${contractNo} has no master`)
    return { contractNo, loginId }
  }
}

/** Asks often: most of the ways here take milliseconds. */
const soon = { intervals: [20] }

const evidence = {
  visitor: 'representative',
  powerOfAttorney: false,
  sealVerified: true,
  identityDocument: 'driversLicence',
  receiptNo: 'K-100',
  fee: 'cash',
} as const

export interface Applicant {
  readonly contractNo: string
  readonly loginId: string
  readonly delivery?: DeliveryMethod
  readonly kind?: ApplicationKind
  readonly relatedSerial?: string
}

/**
 * An application with the earliest first day of use; it waits for approval unless an approver is named.
 * @param approver a manager of the training branch, or a real one with the password
 */
export async function applied(
  page: Page,
  applicant: Applicant,
  approver?: string | ReturnType<typeof credentialsOf>,
): Promise<string> {
  const { contractNo, loginId, delivery = 'counter', kind = 'new', relatedSerial = null } = applicant
  const defaults = await call(page, 'applications.defaults', { contractNo, kind })
  const startDate = delivery === 'mail' ? defaults.earliestByMail : defaults.earliestAtCounter
  const { made } = await call(page, 'command.submitApplication', {
    command: {
      kind,
      contractNo,
      loginIds: [loginId],
      startDate,
      delivery,
      evidence,
      relatedSerial,
      memo: '',
    },
    ...(approver === undefined
      ? {}
      : { approver: typeof approver === 'string' ? credentialsOf(approver) : approver }),
  })
  const applicationId = made['applicationId']
  if (applicationId === undefined) throw new Error('no application was made')
  return applicationId
}

/** Lays a fob on the reader and waits until the desk knows it. */
export async function place(page: Page, chipSerial: string): Promise<void> {
  await call(page, 'training.place', { chipSerial })
  await expect
    .poll(
      async () => (await call(page, 'issuance.state', {})).readers.map(({ fob }) => fob?.chipSerial),
      soon,
    )
    .toContain(chipSerial)
}

/** Blank fobs of the training lot in stock, each given once. */
export function spareFobs(page: Page): () => Promise<{ serial: string; chipSerial: string }> {
  const given = new Set<string>()
  return async () => {
    const filter = { ...noFilter, place: 'stock', seed: 'blank' } as const
    const { rows } = await call(page, 'inventory.page', { filter, offset: 0, limit: 100 })
    const spare = rows.find(({ serial }) => !given.has(serial))
    if (spare === undefined) throw new Error('no blank fob is left in stock')
    given.add(spare.serial)
    return { serial: spare.serial, chipSerial: spare.chipSerial }
  }
}

/** Writes the fob for an approved application, proves it, and waits until head office has its seed. */
export async function issued(
  page: Page,
  applicationId: string,
  { serial, chipSerial }: { readonly serial: string; readonly chipSerial: string },
): Promise<void> {
  await place(page, chipSerial)
  const { issuanceId } = await call(page, 'issuance.begin', { applicationId, serial })
  await expect
    .poll(async () => (await call(page, 'issuance.state', {})).running?.step, soon)
    .toBe('awaitingCode')
  await call(page, 'issuance.code', { issuanceId, code: await press(page, serial) })
  await expect.poll(async () => (await call(page, 'issuance.state', {})).last?.ok, soon).toBe(true)
  await call(page, 'training.remove', {})
  await call(page, 'sync.now', {})
  await expect
    .poll(async () => (await call(page, 'applications.get', { applicationId }))?.seedAtHub, soon)
    .toBe(true)
}

/** What the fob shows when its button is pressed. */
export async function press(page: Page, serial: string): Promise<string> {
  const { code } = await call(page, 'training.press', { serial })
  if (code === null) throw new Error(`fob ${serial} holds no seed`)
  return code
}

/** Another code than this one. */
export function wrongCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0')
}

/** A delivery-lot CSV; `expires` as YYYY-MM-DD. */
export function writeLot(
  file: string,
  fobs: readonly { readonly serial: string; readonly chipSerial?: string; readonly expires: string }[],
): void {
  const rows = fobs.map(({ serial, chipSerial = `8659610${serial}`, expires }) =>
    ['KL-E2E', serial, chipSerial, 'C301-i', expires, '1'].join(','),
  )
  writeFileSync(file, [lotColumns.join(','), ...rows, ''].join('\r\n'))
}

/** Takes a lot in. It lies in 入荷 until somebody moves it. A manager must be signed in. */
export async function importLot({ app, page }: Desk, file: string): Promise<void> {
  await answerOpen(app, file)
  const preview = await call(page, 'import.choose', { kind: 'lot' })
  if (preview === null || preview.errors.length > 0) throw new Error(`${file} does not import`)
  await call(page, 'import.commit', { token: preview.token, declared: null })
}

export function intoStock(page: Page, serials: readonly string[]): Promise<unknown> {
  return call(page, 'command.moveFobs', {
    command: { serials: [...serials], to: 'stock', reference: null, memo: '' },
  })
}

/** Opens a screen by the navigation. */
export function goTo(page: Page, screen: string): Promise<void> {
  return page
    .getByRole('navigation', { name: '業務メニュー' })
    .getByRole('link', { name: new RegExp(`^${screen}`) })
    .click()
}

/** Opens a screen that is about one customer. */
export async function goToCustomer(page: Page, screen: string, contractNo: string): Promise<void> {
  await goTo(page, screen)
  const search = page.getByRole('main').getByRole('combobox', { name: 'お客さまを検索' })
  await search.fill(contractNo)
  await search.press('Enter')
}
