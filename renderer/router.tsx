/** The route tree: the frame around lazily loaded screens, on hash history (`app://` has no server paths). */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { aboutSchema, screens, type ScreenFolder } from './routes.ts'
import { Frame } from './shell/frame.tsx'
import { ScreenFailed, ScreenMissing } from './shell/screen-failed.tsx'

/** Each screen is a chunk of its own: the first screen does not wait for the others. */
const load = {
  home: () => import('./home/index.tsx'),
  application: () => import('./application/index.tsx'),
  approvals: () => import('./approvals/index.tsx'),
  issuance: () => import('./issuance/index.tsx'),
  dispatch: () => import('./dispatch/index.tsx'),
  activation: () => import('./activation/index.tsx'),
  unlock: () => import('./unlock/index.tsx'),
  revocation: () => import('./revocation/index.tsx'),
  incident: () => import('./incident/index.tsx'),
  elsewhere: () => import('./elsewhere/index.tsx'),
  inventory: () => import('./inventory/index.tsx'),
  tasks: () => import('./tasks/index.tsx'),
  audit: () => import('./audit/index.tsx'),
  settings: () => import('./settings/index.tsx'),
  fob: () => import('./fob/index.tsx'),
  'mix-up': () => import('./mix-up/index.tsx'),
} satisfies Record<ScreenFolder, () => Promise<{ default: React.ComponentType }>>

/**
 * Loads the screens' code while nobody types, one at a time, so that a first visit is as quick as a later one.
 * A chunk that cannot be loaded is told of by its screen, when somebody goes there.
 */
export async function loadScreensAhead(): Promise<void> {
  for (const screen of Object.values(load)) {
    await new Promise((resolve) => requestIdleCallback(resolve))
    await screen().catch(() => undefined)
  }
}

export function makeRouter() {
  const root = createRootRoute({
    component: Frame,
    validateSearch: (search) => aboutSchema.parse(search),
    notFoundComponent: ScreenMissing,
    errorComponent: ScreenFailed,
  })
  const children = screens.map(({ path, folder }) =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load[folder]) }),
  )
  return createRouter({
    routeTree: root.addChildren(children),
    history: createHashHistory(),
    // Plain text: the router's own JSON would turn a serial of digits into a number.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch,
    defaultErrorComponent: ScreenFailed,
    defaultPreload: false,
  })
}

function stringifySearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`
}
