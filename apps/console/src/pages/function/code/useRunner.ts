import type { Draft } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { invocationQuery } from '../../../api/invocations.ts'
import { testsQuery } from '../../../api/tests.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { jsonError } from '../payload/jsonError.ts'
import { EVENT_PRESETS, firstPreset, rememberedEvent, rememberEvent } from '../invoke/eventPresets.ts'
import { startRun } from './run/startRun.ts'
import { prettyJson } from '../payload/prettyJson.ts'
import { withoutSecrets } from '../event/eventText.ts'
import { shortId } from '../../../components/shortId.ts'
import { useStore } from './useStore.ts'
import type { Workbench } from './workbench.ts'

interface RunEvent {
  text: string
  label: string
}

/** State of the run pane: event, runs and button. `replay`: an invocation whose input becomes the event. */
export function useRunner(
  space: string,
  fn: string,
  bench: Workbench,
  replay: string | undefined,
  { handler, parameters }: Draft['configuration'],
) {
  const { t } = useTranslation()
  const runs = useStore(bench.runs)
  const [shown, setShown] = useState<number | null>(null)
  const [chosen, setChosen] = useState<RunEvent | null>(null)
  const abort = useRef<AbortController>(null)
  // The latest typed text, before it is rendered: Ctrl+Enter may come first.
  const typed = useRef<RunEvent>(null)
  const recorded = useQuery({ ...invocationQuery(space, replay ?? ''), enabled: replay !== undefined })
  const input = recorded.data?.input

  const replayed =
    replay !== undefined && input?.encoding === 'utf8' && !input.truncated
      ? { text: prettyJson(input.text).text, label: t('fn.run.fromInvocation', { id: shortId(replay) }) }
      : null
  const remembered = rememberedEvent(space, fn)
  const tests = useQuery(testsQuery(space, fn)).data ?? []
  const preset = firstPreset(handler)
  const saved: RunEvent[] = tests.map(({ name, eventText }) => ({ text: prettyJson(eventText).text, label: name }))
  const event = chosen ??
    replayed ??
    (remembered === null ? null : { text: remembered, label: t('fn.run.lastEvent') }) ??
    // A function from a template succeeds with its own event.
    saved[0] ?? { text: JSON.stringify(EVENT_PRESETS[preset], null, 2), label: t(`fn.run.preset.${preset}`) }

  return {
    /** The invocation whose input is the event, once it is loaded. */
    recorded: recorded.data,
    /** The event on the screen, even before it is rendered. */
    typedEvent: () => typed.current ?? event,
    runs,
    event,
    /** Those of the tests. */
    saved,
    shown: runs.find(({ number }) => number === shown) ?? runs[0],
    show: setShown,
    setEvent(next: RunEvent) {
      typed.current = next
      setChosen(next)
      rememberEvent(space, fn, withoutSecrets(next.text, parameters))
    },
    cancel: () => abort.current?.abort(),
    /** Runs what is on the screen. Saves first, and runs nothing when that fails. */
    async run() {
      const { text, label } = typed.current ?? event
      if (jsonError(text) !== null || runs[0]?.state.kind === 'running') return
      if (!(await bench.session.save())) return
      abort.current = new AbortController()
      setShown(null)
      await startRun(bench.runs, { space, fn, event: text, label, signal: abort.current.signal })
    },
  }
}
