import { serverNow } from '../../../../clock.ts'
import type { LogLine } from '@alcove/contract'
import { queryClient } from '../../../../api/client.ts'
import { invocationQuery, invokeUrl } from '../../../../api/invocations.ts'
import { logTailUrl } from '../../../../api/logs.ts'
import type { Store } from '../store.ts'
import { invokeOnce } from '../../invoke/invokeOnce.ts'
import type { Run } from '../../invoke/run.ts'

interface RunRequest {
  space: string
  fn: string
  /** JSON text. */
  event: string
  label: string
  signal: AbortSignal
}

/** Runs the draft and reports progress to `runs`. Resolves when nothing will change any more. */
export async function startRun(runs: Store<readonly Run[]>, request: RunRequest): Promise<void> {
  const { space, fn } = request
  const number = (runs.snapshot()[0]?.number ?? 0) + 1
  const change = (part: (run: Run) => Partial<Run>) =>
    runs.update((all) => all.map((run) => (run.number === number ? { ...run, ...part(run) } : run)))
  runs.update((all) => [
    { number, label: request.label, startedAt: serverNow(), state: { kind: 'running' }, lines: [] },
    ...all,
  ])

  const tail = new EventSource(logTailUrl(space, fn, { version: 'draft' }))
  tail.addEventListener('log', (event) => {
    const line = JSON.parse(event.data as string) as LogLine
    change((run) => ({ lines: [...run.lines, line] }))
  })
  const state = await invokeOnce({ ...request, url: invokeUrl(space, fn, 'draft') }).finally(() => tail.close())
  const id = state.kind === 'ended' ? state.invocationId : null
  // Another run of the same draft may have logged in the meantime.
  change((run) => ({ state, lines: run.lines.filter((line) => line.invocationId === id) }))
  if (state.kind !== 'ended' || id === null) return
  const detail = await queryClient.fetchQuery(invocationQuery(space, id)).catch(() => null)
  if (detail) change(() => ({ state: { ...state, status: detail.status, detail }, lines: detail.logs }))
}
