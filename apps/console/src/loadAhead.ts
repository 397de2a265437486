import { queryClient } from './api/client.ts'
import { meQuery } from './api/session.ts'
import { router } from './routes.ts'
import { shell } from './routes/shell.ts'

/**
 * Requests the session and the script of the opened page while the texts load. The router requests them one after the
 * other, which takes seconds on a slow line.
 */
export function loadAhead(): void {
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    if (routeId === shell.id) void queryClient.prefetchQuery(meQuery)
    void router.routesById[routeId as keyof typeof router.routesById].options.component?.preload?.()
  }
}
