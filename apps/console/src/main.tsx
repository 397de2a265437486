import './styles/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/client.ts'
import { startI18n } from './i18n/index.ts'
import { loadAhead } from './loadAhead.ts'
import { router } from './routes.ts'
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
