import type { LogLine } from '@alcove/contract'
import { queryClient } from '../../../../api/client.ts'
import { isApiError } from '../../../../api/error.ts'
import { invocationQuery, invokeUrl } from '../../../../api/invocations.ts'
import { logTailUrl } from '../../../../api/logs.ts'
import { send } from '../../../../api/request.ts'
import type { Store } from '../store.ts'
import { type Run, type RunState, statusOf } from './run.ts'

interface RunRequest {
  space: string
  fn: string
  /** JSON text. */
  event: string
  label: string
  signal: AbortSignal
}

/** Runs the draft and keeps `runs` telling how it goes. Resolves when nothing more will change. */
export async function startRun(runs: Store<readonly Run[]>, request: RunRequest): Promise<void> {
  const { space, fn } = request
  const number = (runs.snapshot()[0]?.number ?? 0) + 1
  const change = (part: (run: Run) => Partial<Run>) =>
    runs.update((all) => all.map((run) => (run.number === number ? { ...run, ...part(run) } : run)))
  runs.update((all) => [
    { number, label: request.label, startedAt: Date.now(), state: { kind: 'running' }, lines: [] },
    ...all,
  ])

  const tail = new EventSource(logTailUrl(space, fn, { version: 'draft' }))
  tail.addEventListener('log', (event) => {
    const line = JSON.parse(event.data as string) as LogLine
    change((run) => ({ lines: [...run.lines, line] }))
  })
  const state = await call(request).finally(() => tail.close())
  const id = state.kind === 'ended' ? state.invocationId : null
  // Another run of the same draft may have been logging meanwhile.
  change((run) => ({ state, lines: run.lines.filter((line) => line.invocationId === id) }))
  if (state.kind !== 'ended' || id === null) return
  const detail = await queryClient.fetchQuery(invocationQuery(space, id)).catch(() => null)
  if (detail) change(() => ({ state: { ...state, status: detail.status, detail }, lines: detail.logs }))
}

async function call({ space, fn, event, signal }: RunRequest): Promise<RunState> {
  const started = performance.now()
  const ended = { kind: 'ended', output: null, error: null, detail: null } as const
  try {
    const response = await send(invokeUrl(space, fn, 'draft'), {
      method: 'POST',
      // As it was typed: parsed and written again it would lose big numbers and duplicate keys.
      body: new Blob([event]),
      headers: { 'content-type': 'application/json' },
      signal,
    })
    return {
      ...ended,
      status: 'success',
      invocationId: response.headers.get('x-alcove-invocation-id'),
      output: await response.text(),
      durationMs: Number(response.headers.get('x-alcove-duration-ms')) || performance.now() - started,
    }
  } catch (error) {
    const durationMs = performance.now() - started
    if (signal.aborted) return { ...ended, status: 'cancelled', invocationId: null, durationMs }
    if (!isApiError(error)) throw error
    const status = statusOf(error.code)
    if (status === null) return { kind: 'refused', message: error.message, requestId: error.requestId }
    const failure = error.problem.error ?? { name: error.code, message: error.message }
    return { ...ended, status, invocationId: error.problem.invocationId ?? null, error: failure, durationMs }
  }
}
