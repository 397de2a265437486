import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isApiError } from './error.ts'

/**
 * When the session ends while the console is open, sign in and come back. Loading a new page also empties the cache.
 */
const queryCache = new QueryCache({
  onError: (error, query) => {
    // The route that asks for the account leads to the sign-in page itself.
    if (!isApiError(error, 'Unauthenticated') || query.queryKey[0] === 'me') return
    const { pathname, search } = window.location
    // What somebody typed stays: the page says that the session has ended when it is saved. Asked without leaving, since
    // the browser would ask the user at every failed poll.
    const mayLeave = window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    if (mayLeave) window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
  },
})

/**
 * A refusal stays a refusal: retry only when the server cannot be reached. After 504 a person has waited long enough to
 * be told.
 */
export const queryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && (!isApiError(error) || error.status === 502 || error.status === 503),
    },
  },
})
