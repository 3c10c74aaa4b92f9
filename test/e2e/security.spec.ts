/**
 * The shell holds (PROMISES.md, P11), asked of the running program: what the page can reach, what the pages'
 * policy stops, what main answers to whoever asks wrongly, and what is left to be read under the lock.
 */
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { trainingRoster } from '../../domain/training.ts'
import { channelNames } from '../../preload/channel-names.ts'
import { applied, freshCustomers, goToCustomer, issued, openTraining, spareFobs } from './support/arrange.ts'
import { answerOf, call, credentialsOf, MANAGER, TELLER } from './support/bridge.ts'
import type { Desk } from './support/launch.ts'
import { chooseShell } from '../stand-in/choose-shell.ts'

let desk: Desk
let page: Page
let app: ElectronApplication

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  ;({ page, app } = desk)
})

test.afterAll(() => desk.app.close())

/** Runs in a task of the page's own: what Playwright evaluates at once is not bound by the page's policy. */
function inPage<T>(code: () => T | Promise<T>): Promise<T> {
  return page.evaluate(
    (source) =>
      new Promise((resolve, reject) => {
        const run = Function(`return (${source})`)() as () => unknown
        setTimeout(
          () =>
            Promise.resolve()
              .then(run)
              .then(resolve as (value: unknown) => void, reject),
          0,
        )
      }),
    String(code),
  ) as Promise<T>
}

test('the page has the bridge, with exactly the contract’s channels, and nothing of Node or Electron', async () => {
  const found = await page.evaluate(() => {
    const world = globalThis as unknown as Record<string, unknown>
    const bridge = world['desk'] as { call: Record<string, unknown> }
    return {
      foreign: [
        'require',
        'process',
        'module',
        'exports',
        'Buffer',
        'global',
        'electron',
        'ipcRenderer',
      ].filter((name) => world[name] !== undefined),
      desk: Object.keys(bridge).sort(),
      channels: Object.keys(bridge.call),
    }
  })
  expect(found.foreign).toEqual([])
  expect(found.desk).toEqual(['call', 'onNotice'])
  expect(found.channels.toSorted()).toEqual(channelNames.toSorted())
})

const onElectron = chooseShell().kind === 'electron'
const electronOnly = 'only Electron tells the preferences in force; test/main/window holds what it is given'

/** What Electron itself says of its contents. */
type Told = Readonly<Record<string, unknown>>

test('the window is sandboxed, isolated and without Node', async () => {
  test.skip(!onElectron, electronOnly)
  const preferences = await app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) => (contents as unknown as { getLastWebPreferences(): Told }).getLastWebPreferences()),
  )
  expect(preferences).toHaveLength(1)
  expect(preferences[0]).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  expect(preferences[0]).toMatchObject({ webSecurity: true, webviewTag: false })
})

test('the policy that is served allows nothing inline and nothing foreign, and is obeyed', async () => {
  const policy = await page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|wasm-unsafe-eval|https?:|\*/)
  const done = await inPage(async () => {
    const world = globalThis as unknown as { injected?: string[] }
    world.injected = []
    const outcome: Record<string, string> = {}
    const trying = async (name: string, act: () => unknown): Promise<void> => {
      try {
        await act()
        outcome[name] = 'done'
      } catch {
        outcome[name] = 'refused'
      }
    }
    const event = (element: HTMLElement & { src?: string }, src: string): Promise<void> =>
      new Promise((resolve, reject) => {
        element.addEventListener('load', () => resolve())
        element.addEventListener('error', () => reject(new Error('refused')))
        element.src = src
        document.body.append(element)
        setTimeout(() => reject(new Error('refused')), 2000)
      })
    // oxlint-disable-next-line no-eval -- that it is refused is the point
    await trying('eval', () => (0, eval)('1'))
    await trying('string timer', () => {
      setTimeout("globalThis.injected.push('timer')")
    })
    await trying('foreign fetch', () => fetch('https://example.com/'))
    await trying('foreign image', () => event(document.createElement('img'), 'https://example.com/x.png'))
    await trying('data image', () =>
      event(document.createElement('img'), 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='),
    )
    await trying('foreign script', () => event(document.createElement('script'), 'https://example.com/x.js'))
    await trying('data script', () => event(document.createElement('script'), 'data:text/javascript,1'))
    await trying('foreign socket', () => {
      const socket = new WebSocket('wss://example.com/')
      return new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve)
        socket.addEventListener('error', reject)
      })
    })
    await trying(
      'worker',
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('data:text/javascript,postMessage(1)')
          worker.addEventListener('message', resolve)
          worker.addEventListener('error', reject)
        }),
    )
    const inline = document.createElement('script')
    inline.textContent = "globalThis.injected.push('inline')"
    document.body.append(inline)
    const link = document.createElement('a')
    link.setAttribute('onclick', "globalThis.injected.push('handler')")
    document.body.append(link)
    link.click()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return { outcome, injected: world.injected }
  })
  expect(done.injected).toEqual([])
  expect(Object.entries(done.outcome).filter(([, how]) => how !== 'refused')).toEqual([
    ['string timer', 'done'],
  ])
})

test('the window goes nowhere and opens nothing; a frame gets neither page nor bridge', async () => {
  const before = page.url()
  const left = await inPage(async () => {
    const opened = window.open('https://example.com/')
    location.href = 'https://example.com/'
    await new Promise((resolve) => setTimeout(resolve, 300))
    const frame = document.createElement('iframe')
    frame.src = '/index.html'
    document.body.append(frame)
    await new Promise((resolve) => setTimeout(resolve, 500))
    let inFrame: unknown
    try {
      inFrame = (frame.contentWindow as unknown as { desk?: unknown } | null)?.desk
    } catch {
      inFrame = undefined // another origin: an error page, which has nothing of ours
    }
    frame.remove()
    return { opened: opened === null, bridgeInFrame: inFrame !== undefined }
  })
  expect(left).toEqual({ opened: true, bridgeInFrame: false })
  expect(page.url()).toBe(before)
  expect(app.windows()).toHaveLength(1)
})

test('the hidden window that prints has no preload and runs no script', async () => {
  test.skip(!onElectron, electronOnly)
  const spare = spareFobs(page)
  const applicationId = await applied(page, await freshCustomers(page)(), MANAGER)
  await issued(page, applicationId, await spare())
  await app.evaluate(({ app: main }) => {
    const seen: Told[] = []
    Object.assign(globalThis, { paperWindows: seen })
    main.on('web-contents-created', (_event, contents) => {
      seen.push((contents as unknown as { getLastWebPreferences(): Told }).getLastWebPreferences())
    })
  })
  expect((await call(page, 'paper.preview', { paper: 'handOverReceipt', applicationId })).pages).toHaveLength(
    1,
  )
  const seen = await app.evaluate(() => (globalThis as unknown as { paperWindows: Told[] }).paperWindows)
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  expect(seen[0]).toMatchObject({ javascript: false })
  expect(seen[0]?.['preload']).toBeUndefined()
})

/** What no channel takes, as a script in the page could send it. */
const garbage: readonly unknown[] = [
  undefined,
  null,
  0,
  'text',
  [],
  [{}],
  { unknown: true },
  { command: null },
  { command: { __proto__: { x: 1 } }, unknown: [] },
]

test('no channel takes malformed input', async () => {
  const taken = await page.evaluate(
    async ([names, inputs]) => {
      const bridge = globalThis as unknown as {
        desk: { call: Record<string, (input: unknown) => Promise<{ ok: boolean; code?: string }>> }
      }
      const circle: Record<string, unknown> = {}
      circle['self'] = circle
      const found: string[] = []
      for (const name of names) {
        for (const input of [...inputs, circle, 10n]) {
          const answer = await bridge.desk.call[name]?.(input)
          if (answer?.code !== 'INPUT_MALFORMED') found.push(`${name}: ${JSON.stringify(answer)}`)
        }
      }
      return found
    },
    [channelNames, garbage] as const,
  )
  expect(taken).toEqual([])
})

/** Channels that answer a person who is not signed in; none of them tells of a customer. */
const openToAll: ReadonlySet<string> = new Set([
  'desk.status',
  'desk.setLanguage',
  'start.training',
  'start.identify',
  'start.enrol',
  'start.printRecoveryCode',
  'session.signIn',
  'session.signOut',
  'session.lock',
  'session.unlock',
  'session.active',
])

/** A well-formed input for each channel that needs a sign-in. */
const questions = {
  'staff.list': {},
  'policy.get': {},
  'headOffice.address': {},
  'headOffice.changeAddress': { address: '127.0.0.1:1' },
  'customers.search': { text: 'データ', limit: 10 },
  'customers.get': { contractNo: '1000001' },
  'applications.list': { statuses: [], text: '', limit: 100 },
  'applications.get': { applicationId: 'training-shiro' },
  'applications.defaults': { contractNo: '1000001', kind: 'new' },
  'approvals.list': { waitingOnly: false },
  'issuance.queue': {},
  'issuance.state': {},
  'readers.diagnosis': {},
  'dispatch.queue': {},
  'unlock.rows': { contractNo: '1000001' },
  'unlock.preview': { loginIds: ['ichirodt'] },
  'unlock.stoppedContracts': {},
  'revocation.rows': { contractNo: '1000001' },
  'revocation.preview': { loginIds: ['hanakodt'], reason: 'loss' },
  'revocation.waiting': {},
  'inventory.counts': {},
  'fobs.get': { serial: '12345678' },
  'fobs.history': { serial: '12345678' },
  'tasks.list': {},
  'audit.page': { text: '', type: null, staffNo: null, before: null, limit: 100 },
  'audit.verify': {},
  'sync.now': {},
  'store.retry': {},
  'training.reader': {},
  'training.press': { serial: '12345678' },
  'label.print': { applicationId: 'training-ichiro' },
  'label.printers': {},
  'label.choosePrinter': { name: null },
  'paper.preview': { paper: 'coverLetter', applicationId: 'training-ichiro' },
  'activation.login': { loginId: 'ichirodt', code: null },
  'activation.why': { loginId: 'ichirodt' },
  'activation.resynchronise': {
    loginId: 'ichirodt',
    first: '123456',
    second: '234567',
    identityChecked: true,
  },
  'elsewhere.lookUp': { by: 'loginId', text: 'ichirodt' },
  'elsewhere.reportIncident': {
    serial: '12345678',
    kind: 'loss',
    channel: 'phone',
    reportedBy: '',
    memo: '',
  },
  'import.choose': { kind: 'roster' },
  'command.discardDraft': { command: { applicationId: 'training-shiro' } },
  'command.withdrawRequest': { command: { requestId: 'training-shiro-r' } },
} as const

async function answers(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [channel, input] of Object.entries(questions)) {
    const answer = await answerOf(page, channel as keyof typeof questions, input as never)
    found[channel] = answer.ok ? `ANSWERED ${JSON.stringify(answer.value)}` : answer.code
  }
  return found
}

const nothing = Object.fromEntries(Object.keys(questions).map((channel) => [channel, 'NOT_SIGNED_IN']))

/** Everything by which a customer of the training branch could be recognised. */
function personal(): string[] {
  return trainingRoster().flatMap(({ contract, user }) => [
    contract.name,
    contract.phone,
    contract.address1,
    contract.contractNo,
    user.loginId,
    user.name,
    user.kana,
  ])
}

/** Which of it stands in the page: text, attributes, fields. */
function personalInPage(): Promise<string[]> {
  return page.evaluate((words) => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (field) => (field as HTMLInputElement).value,
    )
    const held = [document.documentElement.outerHTML, ...fields, document.title].join('\n')
    return words.filter((word) => held.includes(word))
  }, personal())
}

test('nobody signed in: no channel answers with data, and the page holds none', async () => {
  await goToCustomer(page, '申込', '1000001')
  await expect(page.getByText('データ花子').first()).toBeVisible()
  expect((await personalInPage()).length).toBeGreaterThan(5)
  await call(page, 'session.signOut', {})
  await expect(page.getByLabel('職員番号')).toBeVisible()
  expect(await answers()).toEqual(nothing)
  expect(await personalInPage()).toEqual([])
  expect(channelNames.filter((name) => openToAll.has(name))).toHaveLength(openToAll.size)
  await call(page, 'session.signIn', credentialsOf(TELLER))
})

test('locked: no channel answers with data, the page holds none; unlocked all is as it was', async () => {
  await goToCustomer(page, '申込', '1000001')
  await page.getByRole('button', { name: '新規申込' }).click()
  const receipt = page.getByLabel('受付番号')
  await receipt.fill('K-0777')
  await page.keyboard.press('Control+k')
  const finder = page.getByRole('dialog').getByRole('combobox')
  await finder.fill('データ')
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
  await call(page, 'session.lock', {})
  await expect(page.getByRole('heading', { name: 'ロック中' })).toBeVisible()
  expect(await answers()).toEqual(nothing)
  expect(await personalInPage()).toEqual([])
  await call(page, 'session.unlock', { password: credentialsOf(TELLER).password })
  await expect(finder).toHaveValue('データ')
  await expect(finder).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(receipt).toHaveValue('K-0777')
  await receipt.fill('K-0778')
  await expect(receipt).toHaveValue('K-0778')
})

test('signed out from the lock cover: the next person’s desk has its dialogs', async () => {
  await call(page, 'session.lock', {})
  await page.getByRole('button', { name: '別の職員でサインイン' }).click()
  await page.getByLabel('職員番号').waitFor()
  expect(await personalInPage()).toEqual([])
  await call(page, 'session.signIn', credentialsOf(MANAGER))
  await page.getByRole('heading', { name: '今日の仕事' }).waitFor()
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})
