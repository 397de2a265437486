import type { Prices, PutPrices } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export const pricesQuery = queryOptions({
  queryKey: ['prices'],
  queryFn: ({ signal }) => request<Prices>(['prices'], { signal }),
})

export const putPrices = (body: PutPrices) => request<Prices>(['prices'], { method: 'PUT', body })
