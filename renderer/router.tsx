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
    defaultErrorComponent: ScreenFailed,
    defaultPreload: false,
  })
}
