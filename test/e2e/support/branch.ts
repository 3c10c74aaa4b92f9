/** PCs of a real branch, enrolled at a hub of the test's own, and what a customer with a fob needs there. */
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { RosterRow } from '../../../domain/commands.ts'
import { generateRoster } from '../../../domain/training-roster.ts'
import { asSeed, totp } from '../../../domain/otp.ts'
import { ENCRYPTION_KEY, pskcXml, seedNo } from '../../programmer/pskc/pskc-file.ts'
import { applied, intoStock } from './arrange.ts'
import { call } from './bridge.ts'
import { answerOpen } from './dialogs.ts'
import { writeRoster } from './files.ts'
import type { HubProcess } from './hub.ts'
import { launchDesk, type Desk } from './launch.ts'

export const PASSWORD = 'shikou-no-aikotoba'
const managers = ['1001', '1002']

/** Everybody has the same password here. */
export function whoIs(staffNo: string): { readonly staffNo: string; readonly password: string } {
  return { staffNo, password: PASSWORD }
}

/** @param address of the hub, or of a line to it */
export async function enrolled(userData: string, address: string, code: string): Promise<Desk> {
  const desk = await launchDesk(userData)
  await desk.page.getByRole('button', { name: '登録を始める' }).waitFor()
  await call(desk.page, 'start.identify', { address, code })
  await call(desk.page, 'start.enrol', { code, fingerprintConfirmed: true, managers: managers.map(whoIs) })
  return desk
}

/** Whoever is signed in goes; the first screen stands. */
export async function signIn(page: Page, staffNo: string): Promise<void> {
  const { phase } = await call(page, 'desk.status', {})
  if (phase !== 'signIn') await call(page, 'session.signOut', {})
  await call(page, 'session.signIn', whoIs(staffNo))
  await page.getByRole('heading', { level: 1, name: '今日の仕事' }).waitFor()
}

const FIRST_PASSWORD = 'hajimete-no-aikotoba'

/** Gives a member of the roster a password on this PC, which they change at once; manager 1001 is signed in. */
export async function admit(page: Page, staffNo: string): Promise<void> {
  await call(page, 'staff.setPassword', {
    staffNo,
    newPassword: FIRST_PASSWORD,
    password: PASSWORD,
    second: whoIs('1002'),
  })
  await call(page, 'session.signOut', {})
  await call(page, 'session.signIn', { staffNo, password: FIRST_PASSWORD })
  await call(page, 'session.changePassword', { password: FIRST_PASSWORD, newPassword: PASSWORD })
  await signIn(page, '1001')
}

/** A code of the hub for one more PC. */
export async function codeFor(hub: HubProcess, branchNo: string): Promise<string> {
  const [, code = ''] = /([0-9A-Z]{4}(?:-[0-9A-Z]{4})+)/.exec(await hub.hq('code', branchNo)) ?? []
  return code
}

const suite = 'HMAC-SHA256'
const serialNo = (n: number) => String(41_000_000 + n)

/** Contracts of the branch, and fobs seeded at the factory in its stock: they need no reader. */
export async function furnish(
  { app, page }: Desk,
  folder: string,
  branchNo: string,
  first = 1,
): Promise<void> {
  const roster = path.join(folder, `roster-${branchNo}.csv`)
  writeRoster(roster, generateRoster(Number(branchNo), 40, branchNo).map(ofItsOwn))
  await answerOpen(app, roster)
  await take(page, { kind: 'roster' })
  const keys = Array.from({ length: 8 }, (_, at) => ({
    serial: serialNo(first + at),
    seed: seedNo(first + at, 32),
    suite,
  }))
  const lot = path.join(folder, `lot-${branchNo}.pskcxml`)
  writeFileSync(lot, pskcXml({ keys }))
  await answerOpen(app, lot)
  const text = Buffer.from(ENCRYPTION_KEY).toString('hex')
  await take(page, { kind: 'pskc', credential: { kind: 'key', text } })
  await intoStock(
    page,
    keys.map(({ serial }) => serial),
  )
}

/** The generator gives the contracts of every branch the same numbers. */
function ofItsOwn({ contract, user }: RosterRow): RosterRow {
  const no = Number(contract.branchNo)
  const contractNo = `${no + 1}${contract.contractNo.slice(1)}`
  const customerNo = `${no}${contract.customerNo}`
  return {
    contract: { ...contract, contractNo, customerNo },
    user: { ...user, loginId: `${user.loginId}${no}` },
  }
}

async function take(page: Page, what: Parameters<typeof call<'import.choose'>>[2]): Promise<void> {
  const preview = await call(page, 'import.choose', what)
  if (preview === null || preview.errors.length > 0) throw new Error(`${what.kind} does not import`)
  await call(page, 'import.commit', { token: preview.token, declared: null })
}

/** What the fob with this number in the lot shows now. */
export function codeOf(n: number): string {
  return totp(asSeed(seedNo(n, 32)), Date.now(), { algorithm: 'sha256' })
}

export interface Holder {
  readonly contractNo: string
  readonly loginId: string
  readonly name: string
  readonly serial: string
}

/** The master of the branch's contract number `nth` has this fob in hand and has not registered it. */
export async function handedOver(page: Page, nth: number, n: number): Promise<Holder> {
  const hits = await call(page, 'customers.search', { text: '株式会社', limit: 40 })
  const contractNo = hits[nth]?.contract.contractNo ?? ''
  const contract = await call(page, 'customers.get', { contractNo })
  const master = contract?.userList.find(({ role }) => role === 'master')
  if (contract === null || master === undefined) throw new Error(`no contract ${nth}`)
  const serial = serialNo(n)
  const holder = { contractNo, loginId: master.loginId, name: contract.name, serial }
  const applicationId = await applied(page, holder, whoIs('1002'))
  await call(page, 'issuance.assign', { applicationId, serial })
  await synchronised(page)
  const command = {
    applicationId,
    serial,
    receivedBy: 'representative',
    identityDocument: 'passport',
  } as const
  await call(page, 'command.handOver', { command })
  await synchronised(page)
  return holder
}

export async function synchronised(page: Page): Promise<void> {
  await call(page, 'sync.now', {})
  await expect.poll(async () => (await call(page, 'desk.status', {})).headOffice.unsent).toBe(0)
}

/** Internet banking asks head office; answers the HTTP status. */
export type InternetBanking = (route: string, body: object) => Promise<number>

export async function internetBanking(hub: HubProcess): Promise<InternetBanking> {
  const said = await hub.hq('client', 'add', 'internet banking', 'verify')
  const [, id = ''] = /\b(c-[0-9a-f]+|[0-9a-f-]{8,})\b/.exec(said) ?? []
  const [, secret = ''] = /([A-Za-z0-9_-]{43})\s*$/.exec(said.trim()) ?? []
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  return (route, body) =>
    new Promise((resolve, reject) => {
      const headers = { authorization, 'content-type': 'application/json' }
      // The hub's certificate is its own; what is under test here is the desk.
      const asked = request(`https://${hub.address}/v1/${route}`, {
        method: 'POST',
        headers,
        rejectUnauthorized: false,
      })
      asked.on('response', (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      asked.on('error', reject)
      asked.end(JSON.stringify(body))
    })
}
