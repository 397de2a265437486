import type { PutTaskSettings, SavedTaskSettings, Task, TaskDetail, TaskSettings, TaskState } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { listQuery } from './list.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const tasksKey = (space: string) => [...spaceKey(space), 'tasks'] as const

export const tasksQuery = (space: string, states: readonly TaskState[] | undefined) =>
  listQuery<Task>({
    key: [...tasksKey(space), 'list', states],
    path: ['spaces', space, 'tasks'],
    query: { state: states?.join(',') },
    limit: 50,
    refetchInterval: 5_000,
  })

export const taskQuery = (space: string, id: string) =>
  queryOptions({
    queryKey: [...tasksKey(space), id],
    queryFn: ({ signal }) => request<TaskDetail>(['spaces', space, 'tasks', id], { signal }),
    refetchInterval: 3_000,
  })

export const cancelTask = (space: string, id: string) =>
  request<TaskDetail>(['spaces', space, 'tasks', id, 'cancel'], { method: 'POST' })

/** Without an event it runs with its own again; with one it becomes a new task. */
export const redriveTask = (space: string, id: string, event?: unknown) =>
  request<TaskDetail>(['spaces', space, 'tasks', id, 'redrive'], {
    method: 'POST',
    body: event === undefined ? {} : { event },
  })

export const taskSettingsQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'task-settings'],
    queryFn: ({ signal }) => request<TaskSettings>(functionPath(space, fn, 'task-settings'), { signal }),
  })

export const putTaskSettings = (space: string, fn: string, body: PutTaskSettings) =>
  request<SavedTaskSettings>(functionPath(space, fn, 'task-settings'), { method: 'PUT', body })
