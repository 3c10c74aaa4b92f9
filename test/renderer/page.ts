/** The built renderer over the fake desk. `?phase=signedIn&staff=1001&realm=real&offline=1&latency=50`. */
import type { RefusalCode } from '../../domain/refusals.ts'
import type { DeskStatus } from '../../preload/contract/views.ts'
import { makeFakeDesk } from './fake/desk.ts'

const asked = new URLSearchParams(location.search)
const fake = makeFakeDesk({
  phase: (asked.get('phase') ?? 'signedIn') as DeskStatus['phase'],
  failure: (asked.get('failure') ?? 'JOURNAL_TAMPERED') as RefusalCode,
  realm: asked.get('realm') === 'real' ? 'real' : 'training',
  staffNo: asked.get('staff') ?? '1001',
  readers: asked.get('readers') ?? 'fob',
  offline: asked.has('offline'),
  latency: Number(asked.get('latency') ?? 0),
})
// The router's hash history would append the page's own query to the screen's.
history.replaceState(null, '', location.pathname + location.hash)
Object.assign(window, { desk: fake })
await import('../../renderer/main.tsx')
