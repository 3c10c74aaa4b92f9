import { listenToWorkers } from '../cdp/targets.ts'
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { ignoreLate } from '../log.ts'
import { RequestGate } from '../page/requests.ts'
import type { WebContents } from './web-contents.ts'

/** Every living page, and those Chromium already knows by the id of their target. */
export const livingPages = new Map<number, WebContents>()
export const pagesByTarget = new Map<string, WebContents>()

const allPages = () => [...livingPages.values()]

// A shared worker belongs to no page in particular; the first one answers for it.
listenToWorkers((session, ownerTargetId) => {
  const owner = pagesByTarget.get(ownerTargetId ?? '') ?? allPages()[0]
  if (owner) new RequestGate(session, owner).open().catch(ignoreLate('worker'))
})

/** `webContents`, the module. Playwright finds the window of a page through `fromDevToolsTargetId`. */
export const webContents = refuseUnknown('webContents', {
  getAllWebContents: allPages,
  fromId: (id: number) => livingPages.get(id),
  fromDevToolsTargetId: (targetId: string) => pagesByTarget.get(targetId),
  getFocusedWebContents: () => allPages().at(-1) ?? null,
})
