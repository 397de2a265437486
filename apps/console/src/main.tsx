import './styles/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/client.ts'
import { meQuery } from './api/session.ts'
import { startI18n } from './i18n/index.ts'
import { router } from './routes.ts'
import { shell } from './routes/shell.ts'
import { reloadAfterUpgrade } from './upgrade.ts'

reloadAfterUpgrade()
loadAhead()
await startI18n()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

/**
 * Requests the session and the script of the opened page while the texts load. The router requests them one after the
 * other, which takes seconds on a slow line.
 */
function loadAhead(): void {
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    if (routeId === shell.id) void queryClient.prefetchQuery(meQuery)
    void router.routesById[routeId as keyof typeof router.routesById].options.component?.preload?.()
  }
}
