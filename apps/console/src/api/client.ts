import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './error.ts'

/** A refusal will be refused again; only an absent server is worth asking twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && (!isApiError(error) || error.status >= 502),
    },
  },
})
