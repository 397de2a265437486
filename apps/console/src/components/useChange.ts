import { type QueryClient, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useRef } from 'react'
import { isApiError } from '../api/error.ts'
import { useTranslation } from '../i18n/index.ts'
import { focusNewRow, rowsBehindDialog } from './focusNewRow.ts'
import { toast } from './toast.ts'

/** How long Undo is offered. Milliseconds. */
const UNDO_MS = 15_000

export interface ChangeOptions<Input, Result> {
  run: (input: Input) => Promise<Result>
  /** Refreshes what the change made stale. Awaited, so that page and toast show it together. */
  invalidates?: readonly QueryKey[]
  /** The result in words; omit it when the page shows the result. */
  done?: (result: Result, input: Input) => string
  /** What may come next, such as a link. Stands in the toast. */
  next?: (result: Result, input: Input) => ReactNode
  /** Undo, offered in the toast. */
  undo?: (result: Result, input: Input) => Promise<unknown>
  onDone?: (result: Result, input: Input, client: QueryClient) => unknown
  /** True when the form shows this error next to its fields: no toast then. */
  handles?: (error: unknown) => boolean
}

/**
 * Runs a write, refreshes what it made stale, and says what happened. Errors stay until closed, with their request id.
 * The same write is not sent again while it runs: a double click comes before its button is drawn as pending.
 */
export function useChange<Input, Result>({
  run,
  invalidates = [],
  done,
  next,
  undo,
  onDone,
  handles,
}: ChangeOptions<Input, Result>) {
  const client = useQueryClient()
  const { t } = useTranslation()
  const refresh = () => Promise.all(invalidates.map((queryKey) => client.invalidateQueries({ queryKey })))
  const sayFailed = (error: Error) => {
    // What was typed stays on this page, to be sent again.
    if (isApiError(error, 'Unauthenticated')) {
      const signIn = { label: t('errors.signIn'), onClick: () => void window.open('/sign-in') }
      toast.error(t('errors.Unauthenticated'), {
        description: t('errors.signInAgain'),
        action: signIn,
        duration: Infinity,
      })
      return
    }
    const known = isApiError(error)
    toast.error(known ? t(`errors.${error.code}`) : t('errors.InternalError'), {
      description: [error.message, known && error.requestId && `${t('common.requestId')} ${error.requestId}`]
        .filter(Boolean)
        .join(' · '),
      duration: Infinity,
    })
  }
  const running = useRef(new Set<string>())
  const change = useMutation({
    mutationFn: run,
    onMutate: rowsBehindDialog,
    onSuccess: async (result, input, before) => {
      await refresh()
      if (done) {
        const onClick = () => void undo?.(result, input).then(refresh).catch(sayFailed)
        const back = undo && { duration: UNDO_MS, action: { label: t('common.undo'), onClick } }
        toast.success(done(result, input), { description: next?.(result, input), ...back })
      }
      await onDone?.(result, input, client)
      if (before) focusNewRow(before)
    },
    onError: (error) => {
      // Somebody else removed, restored or changed it.
      if (isApiError(error, 'NotFound') || isApiError(error, 'PreconditionFailed')) void refresh()
      if (!handles?.(error)) sayFailed(error)
    },
    onSettled: (_result, _error, input) => void running.current.delete(keyOf(input)),
  })
  const send = change.mutate
  const mutate = useCallback<typeof send>(
    (...given) => {
      const key = keyOf(given[0])
      if (running.current.has(key)) return
      running.current.add(key)
      send(...given)
    },
    [send],
  )
  return { ...change, mutate }
}

const keyOf = (input: unknown): string => JSON.stringify(input) ?? ''
