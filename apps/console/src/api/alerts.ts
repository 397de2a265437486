import type {
  Alert,
  AlertChange,
  AlertPreview,
  AlertTarget,
  AlertTargetList,
  AlertTest,
  Page,
  PutAlert,
  PutAlertTarget,
  SavedAlertTarget,
  SilenceAlert,
} from '@alcove/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const alertsKey = (space: string) => ['alerts', space] as const

export const alertsQuery = (space: string) =>
  queryOptions({
    queryKey: [...alertsKey(space), 'list'],
    queryFn: async ({ signal }) => (await request<Page<Alert>>(['spaces', space, 'alerts'], { signal })).items,
    refetchInterval: every(5_000),
  })

export const alertTargetsQuery = (space: string) =>
  queryOptions({
    queryKey: [...alertsKey(space), 'targets'],
    queryFn: ({ signal }) => request<AlertTargetList>(['spaces', space, 'alert-targets'], { signal }),
    refetchInterval: every(15_000),
  })

export const alertChangesQuery = (space: string, alert: string) =>
  listQuery<AlertChange>({
    key: [...alertsKey(space), 'changes', alert],
    path: ['spaces', space, 'alerts', alert, 'changes'],
    limit: 20,
    refetchInterval: every(15_000),
  })

export const alertPreviewQuery = (space: string, rule: PutAlert) =>
  queryOptions({
    queryKey: [...alertsKey(space), 'preview', rule],
    queryFn: ({ signal }) =>
      request<AlertPreview>(['spaces', space, 'alert-previews'], { method: 'POST', body: rule, signal }),
    // The last picture stays until the next one is there.
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })

export const getAlert = (space: string, alert: string) => request<Alert>(['spaces', space, 'alerts', alert])

export const putAlert = (space: string, alert: string, rule: PutAlert, seen: string | null) =>
  request<Alert>(['spaces', space, 'alerts', alert], { method: 'PUT', body: rule, headers: onlyOver(seen) })

export const deleteAlert = (space: string, alert: string) =>
  request<void>(['spaces', space, 'alerts', alert], { method: 'DELETE' })

export const silenceAlert = (space: string, alert: string, silence: SilenceAlert) =>
  request<Alert>(['spaces', space, 'alerts', alert, 'silence'], { method: 'POST', body: silence })

export const endSilence = (space: string, alert: string) =>
  request<Alert>(['spaces', space, 'alerts', alert, 'silence'], { method: 'DELETE' })

/** Null: it was deleted. */
export async function getAlertTarget(space: string, name: string): Promise<AlertTarget | null> {
  const { items } = await request<AlertTargetList>(['spaces', space, 'alert-targets'])
  return items.find((target) => target.name === name) ?? null
}

export const putAlertTarget = (space: string, target: string, settings: PutAlertTarget, seen: string | null) =>
  request<SavedAlertTarget>(['spaces', space, 'alert-targets', target], {
    method: 'PUT',
    body: settings,
    headers: onlyOver(seen),
  })

export const deleteAlertTarget = (space: string, target: string) =>
  request<void>(['spaces', space, 'alert-targets', target], { method: 'DELETE' })

export const testAlertTarget = (space: string, target: string) =>
  request<AlertTest>(['spaces', space, 'alert-targets', target, 'test'], { method: 'POST' })
