import type { Prices, PutPrices } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const pricesQuery = queryOptions({
  queryKey: ['prices'],
  queryFn: ({ signal }) => request<Prices>(['prices'], { signal }),
})

export const getPrices = () => request<Prices>(['prices'])

export const putPrices = (body: PutPrices, seen: string | null) =>
  request<Prices>(['prices'], { method: 'PUT', body, headers: onlyOver(seen) })
