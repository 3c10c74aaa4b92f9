/** The renderer over a desk on which the counter's work leads somewhere. `refuse=issuance.begin:FOB_EXPIRED`. */
import { makeFakeDesk } from '../fake/desk.ts'
import { counterDesk } from './counter-desk.ts'

// Set by the driver: in the address the hash history would take it for its own.
const asked = new URLSearchParams((window as { counterOptions?: string }).counterOptions ?? '')
const base = makeFakeDesk({
  phase: 'signedIn',
  realm: asked.get('realm') === 'real' ? 'real' : 'training',
  staffNo: asked.get('staff') ?? '2001',
  offline: asked.has('offline'),
  latency: 0,
})
const desk = counterDesk(base, {
  refuse: new Map(asked.getAll('refuse').map((pair) => pair.split(':') as [string, string])),
  reader: asked.get('reader') ?? 'fob',
})
if (asked.get('language') === 'en') await desk.call['desk.setLanguage']({ language: 'en' })
Object.assign(window, { desk })
await import('../../../renderer/main.tsx')
