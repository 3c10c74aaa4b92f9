/** The route tree: the frame around lazily loaded screens, on hash history (`app://` has no server paths). */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { aboutSchema, screens } from './routes.ts'
import { Frame } from './shell/frame.tsx'
import { ScreenFailed, ScreenMissing } from './shell/screen-failed.tsx'

const modules = import.meta.glob<{ default: React.ComponentType }>('./*/index.tsx')

export function makeRouter() {
  const root = createRootRoute({
    component: Frame,
    validateSearch: (search) => aboutSchema.parse(search),
    notFoundComponent: ScreenMissing,
    errorComponent: ScreenFailed,
  })
  const children = screens.flatMap(({ path, folder }) => {
    const load = modules[`./${folder}/index.tsx`]
    if (load === undefined) return []
    return [createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) })]
  })
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
