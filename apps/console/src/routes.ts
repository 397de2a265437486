import { createRouter } from '@tanstack/react-router'
import { RouteError } from './components/RouteError.tsx'
import type { ShellText } from './i18n/index.ts'
import { functionRoutes, newFunction } from './routes/function.ts'
import { installationRoutes } from './routes/installation.ts'
import { sessionRoutes } from './routes/session.ts'
import { root, shell } from './routes/shell.ts'
import { spaceRoutes } from './routes/space.ts'

export const routeTree = root.addChildren([
  ...sessionRoutes,
  shell.addChildren([...installationRoutes, spaceRoutes, newFunction, functionRoutes]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: RouteError,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** Keys of texts, and `:param` for names in the address. */
    crumbs?: readonly (ShellText | 'errors.NotFound' | `:${'space' | 'fn' | 'bucket'}`)[]
    /** The document's title where the last crumb does not give it. */
    title?: ShellText
  }
}
