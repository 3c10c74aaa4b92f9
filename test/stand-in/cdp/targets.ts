import { boot } from '../boot.ts'
import { debug, ignoreLate } from '../log.ts'
import { chromium } from './chromium.ts'
import type { CdpSession } from './connection.ts'
import type { Protocol } from './protocol.ts'

/** A page of Chromium that is held before its first script, so that everything can be injected in time. */
export interface HeldPage {
  readonly targetId: string
  readonly session: CdpSession
}

/** What a window wants to hear about its page. */
export interface TargetListener {
  crashed(): void
  destroyed(): void
}

type WorkerListener = (session: CdpSession, ownerTargetId: string | undefined) => void

const listeners = new Map<string, TargetListener>()
const heldPages = new Map<string, HeldPage>()
const waitingForPage = new Map<string, (page: HeldPage) => void>()
let startupPage: Promise<HeldPage> | undefined
let resolveStartupPage: ((page: HeldPage) => void) | undefined
let onWorker: WorkerListener | undefined

if (boot.headed) startupPage = new Promise((resolve) => (resolveStartupPage = resolve))

/** Pages and workers wait for the stand-in to prepare them, wherever in the tree they start. */
export function holdNewTargets(session: CdpSession, ownerTargetId?: string): Promise<unknown> {
  session.listen('Target.attachedToTarget', (event) => {
    void attach(event, ownerTargetId).catch(ignoreLate('attach'))
  })
  return session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  })
}

async function attach(event: Protocol.Target.attachedToTargetPayload, owner: string | undefined) {
  const { sessionId, targetInfo } = event
  const { type, targetId } = targetInfo
  const session = chromium.session(sessionId)
  debug(`attached to ${type} ${targetInfo.url}`)
  if (type === 'page') {
    pageArrived({ targetId, session })
    return
  }
  // Requests of a worker are the worker's own, so its session needs the answers of `protocol.handle` too. A held
  // worker carries commands out in order but answers only once it runs, so nothing is awaited before it does.
  if (type === 'worker' || type === 'shared_worker' || type === 'service_worker') onWorker?.(session, owner)
  if (type === 'iframe') holdNewTargets(session, owner).catch(ignoreLate('hold'))
  await session.send('Runtime.runIfWaitingForDebugger')
}

function pageArrived(page: HeldPage): void {
  const wanted = waitingForPage.get(page.targetId)
  waitingForPage.delete(page.targetId)
  if (wanted) wanted(page)
  else if (resolveStartupPage) {
    resolveStartupPage(page)
    resolveStartupPage = undefined
  } else heldPages.set(page.targetId, page)
}

chromium.browser.listen('Target.detachedFromTarget', ({ sessionId }) => chromium.forget(sessionId))
chromium.browser.listen('Target.targetCrashed', ({ targetId }) => listeners.get(targetId)?.crashed())
chromium.browser.listen('Target.targetDestroyed', ({ targetId }) => {
  listeners.get(targetId)?.destroyed()
  listeners.delete(targetId)
})
const watching = Promise.all([
  chromium.browser.send('Target.setDiscoverTargets', { discover: true }),
  holdNewTargets(chromium.browser),
])
watching.catch(ignoreLate('watch targets'))

export function listenToTarget(targetId: string, listener: TargetListener): void {
  listeners.set(targetId, listener)
}

export function listenToWorkers(listener: WorkerListener): void {
  onWorker = listener
}

/** A new page in its own window. It is held until `Runtime.runIfWaitingForDebugger` is sent to it. */
export async function createPage(size: { width: number; height: number }): Promise<HeldPage> {
  await watching
  if (startupPage) {
    const page = startupPage
    startupPage = undefined
    return page
  }
  const { targetId } = await chromium.browser.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    ...size,
  })
  const held = heldPages.get(targetId)
  heldPages.delete(targetId)
  return held ?? new Promise((resolve) => waitingForPage.set(targetId, resolve))
}

export async function closePage(targetId: string): Promise<void> {
  await chromium.browser.send('Target.closeTarget', { targetId })
}
