import type {
  BackgroundAction,
  DeadLetters,
  PutTaskSettings,
  SavedTaskSettings,
  Task,
  TaskDetail,
  TaskSettings,
  TaskState,
  TaskQueues,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { eventBody } from './event-body.ts'
import { functionKey, functionPath } from './functions.ts'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const tasksKey = (space: string) => [...spaceKey(space), 'tasks'] as const

/** Null: of all spaces. */
type Scope = string | null
const keyOf = (space: Scope) => (space === null ? (['tasks'] as const) : tasksKey(space))
const pathOf = (space: Scope) => (space === null ? ['tasks'] : ['spaces', space, 'tasks'])

interface TasksFilter {
  state?: readonly TaskState[] | undefined
  function?: string | undefined
  error?: string | undefined
  /** The end of an id, a key, or part of a function's name. */
  q?: string | undefined
}

export const tasksQuery = (space: Scope, { state, ...filter }: TasksFilter) =>
  listQuery<Task>({
    key: [...keyOf(space), 'list', state, filter],
    path: pathOf(space),
    query: { state: state?.join(','), ...filter },
    limit: 50,
    refetchInterval: every(5_000),
  })

export const queuesQuery = (space: Scope) =>
  queryOptions({
    queryKey: [...keyOf(space), 'queues'],
    queryFn: ({ signal }) => request<TaskQueues>([...pathOf(space), 'queues'], { signal }),
    select: ({ items }) => items,
    refetchInterval: every(5_000),
  })

export const deadLettersQuery = (space: Scope) =>
  queryOptions({
    queryKey: [...keyOf(space), 'dead-letters'],
    queryFn: ({ signal }) => request<DeadLetters>([...pathOf(space), 'dead-letters'], { signal }),
    select: ({ items }) => items,
    refetchInterval: every(5_000),
  })

export const taskQuery = (space: string, id: string) =>
  queryOptions({
    queryKey: [...tasksKey(space), id],
    queryFn: ({ signal }) => request<TaskDetail>(['spaces', space, 'tasks', id], { signal }),
    refetchInterval: every(3_000),
  })

export const cancelTask = (space: string, id: string) =>
  request<TaskDetail>(['spaces', space, 'tasks', id, 'cancel'], { method: 'POST' })

/** Applies an action to all matching tasks, in the background. */
export const bulkTasks = (space: string, verb: 'redrive' | 'purge' | 'cancel', body: object) =>
  request<BackgroundAction>(['spaces', space, 'tasks', verb], { method: 'POST', body })

export const resendDelivery = (space: string, task: string, delivery: string) =>
  request<TaskDetail>(['spaces', space, 'tasks', task, 'deliveries', delivery, 'resend'], { method: 'POST' })

/** Without an event it runs with its own again; with one, as JSON text, it becomes a new task. */
export const redriveTask = (space: string, id: string, event?: string) =>
  request<TaskDetail>(['spaces', space, 'tasks', id, 'redrive'], {
    method: 'POST',
    ...(event === undefined ? { body: {} } : eventBody(event)),
  })

export const taskSettingsQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'task-settings'],
    queryFn: ({ signal }) => request<TaskSettings>(functionPath(space, fn, 'task-settings'), { signal }),
  })

export const getTaskSettings = (space: string, fn: string) =>
  request<TaskSettings>(functionPath(space, fn, 'task-settings'))

export const putTaskSettings = (space: string, fn: string, body: PutTaskSettings, seen: string | null) =>
  request<SavedTaskSettings>(functionPath(space, fn, 'task-settings'), {
    method: 'PUT',
    body,
    headers: onlyOver(seen),
  })
