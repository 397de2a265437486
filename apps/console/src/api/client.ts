import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isApiError } from './error.ts'

/** The session ended while the console was open: sign in and come back. A new page also forgets what was fetched. */
const queryCache = new QueryCache({
  onError: (error, query) => {
    // Who one is, is asked by the route, which leads to the sign-in itself.
    if (!isApiError(error, 'Unauthenticated') || query.queryKey[0] === 'me') return
    const { pathname, search } = window.location
    window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
  },
})

/** A refusal will be refused again; only an absent server is worth asking twice. */
export const queryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && (!isApiError(error) || error.status >= 502),
    },
  },
})
