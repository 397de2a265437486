import type {
  Backfill,
  BackfillTrigger,
  Firing,
  FiringOutcome,
  PutTrigger,
  Trigger,
  TriggerPreview,
} from '@alcove/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { eventBody } from './event-body.ts'
import { functionKey, functionPath } from './functions.ts'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const triggersQuery = (space: string, fn: string) =>
  listQuery<Trigger>({ key: [...functionKey(space, fn), 'triggers'], path: functionPath(space, fn, 'triggers') })

export const getTrigger = (space: string, fn: string, trigger: string) =>
  request<Trigger>(functionPath(space, fn, 'triggers', trigger))

export const putTrigger = (space: string, fn: string, trigger: string, body: PutTrigger, seen: string | null) =>
  request<Trigger>(functionPath(space, fn, 'triggers', trigger), { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteTrigger = (space: string, fn: string, trigger: string) =>
  request<void>(functionPath(space, fn, 'triggers', trigger), { method: 'DELETE' })

/** What a trigger would do; an error names the invalid fields. Sends no request without a body. */
export const triggerPreviewQuery = (space: string, fn: string, trigger: string, body: PutTrigger | null) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'trigger-preview', trigger, body],
    queryFn: ({ signal }) =>
      request<TriggerPreview>(functionPath(space, fn, 'triggers', trigger, 'preview'), {
        method: 'POST',
        body,
        signal,
      }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })

export const firingsQuery = (space: string, fn: string, trigger: string, outcome?: FiringOutcome) =>
  listQuery<Firing>({
    key: [...functionKey(space, fn), 'firings', trigger, outcome],
    path: functionPath(space, fn, 'triggers', trigger, 'firings'),
    query: { outcome },
    limit: 100,
    refetchInterval: every(5_000),
  })

/** @param event JSON text; left out: a sample */
export const fireTrigger = (space: string, fn: string, trigger: string, event?: string) =>
  request<Firing>(functionPath(space, fn, 'triggers', trigger, 'fire'), {
    method: 'POST',
    ...(event === undefined ? { body: {} } : eventBody(event)),
  })

export const backfillTrigger = (space: string, fn: string, trigger: string, body: BackfillTrigger, preview: boolean) =>
  request<Backfill>(functionPath(space, fn, 'triggers', trigger, 'backfill'), {
    method: 'POST',
    body,
    query: { preview },
  })
