import type { CdpSession } from '../cdp/connection.ts'
import { holdNewTargets } from '../cdp/targets.ts'
import {
  BINDING_NAME,
  ISOLATED_WORLD,
  isolatedWorldSource,
  mainWorldSource,
  type IsolatedWorldOptions,
} from '../injected/compose.ts'
import type { RequestGate } from './requests.ts'

/**
 * Prepares a held page and lets it go: after this every document of it starts with the two injected scripts,
 * and no request leaves it without an answer of main.
 */
export async function setUpPage(
  session: CdpSession,
  targetId: string,
  gate: RequestGate,
  world: IsolatedWorldOptions,
  others: readonly Promise<unknown>[],
): Promise<void> {
  await Promise.all([
    session.send('Page.enable'),
    session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
    gate.open(),
    session.send('Runtime.addBinding', { name: BINDING_NAME, executionContextName: ISOLATED_WORLD }),
    session.send('Runtime.enable'),
    session.send('Log.enable'),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource }),
    session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldSource(world),
      worldName: ISOLATED_WORLD,
    }),
    holdNewTargets(session, targetId),
    ...others,
  ])
  await session.send('Runtime.runIfWaitingForDebugger')
}
