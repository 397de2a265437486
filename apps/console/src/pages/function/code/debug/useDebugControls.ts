import { hasDebugger, type InvocationDetail, type Runtime } from '@alcove/contract'
import { useEffect, useEffectEvent } from 'react'
import { usePermission } from '../../../../components/usePermission.ts'
import { toast } from '../../../../components/toast.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useNarrow } from '../../../../ui/useNarrow.ts'
import { jsonError } from '../../payload/jsonError.ts'
import type { ShownFiles } from '../useShownFiles.ts'
import { takesBreakpoints, toggle } from './breakpoints.ts'
import type { Place } from './sources.ts'
import { useDebugKeys } from './useDebugKeys.ts'
import type { Debugger } from './useDebugger.ts'

interface DebugControlsOptions {
  space: string
  runtime: Runtime
  debug: Debugger
  shown: ShownFiles
  /** The page was opened to debug a recorded invocation. */
  replaying: boolean
  /** That invocation, once it is loaded. */
  recorded: InvocationDetail | undefined
  /** The event on the screen. */
  event(): { text: string; label: string }
  /** Where the cursor is. */
  place(): { file: string; line: number } | null
  /** False when the draft could not be saved. */
  save(): Promise<boolean>
  onPause(place: Place): void
}

/** Starts the debugger by button, by key, or with the invocation that the page was opened for. */
export function useDebugControls({ space, runtime, debug, shown, replaying, recorded, ...on }: DebugControlsOptions) {
  const { t } = useTranslation()
  const why = usePermission(space)
  const narrow = useNarrow()
  const stepping = hasDebugger(runtime)
  const reason = !stepping ? t('fn.debug.noRuntime') : narrow ? t('fn.debug.wideOnly') : why('functions:write')

  const start = async () => {
    const event = on.event()
    if (reason !== undefined || jsonError(event.text) !== null || (replaying && !recorded)) return
    if (!recorded && shown.version === null && !(await on.save())) return
    debug.start({
      invocation: recorded?.id ?? null,
      qualifier: shown.version === null ? 'draft' : String(shown.version),
      paths: shown.paths,
      event: on.event(),
    })
  }
  const runHere = () => {
    const at = on.place()
    if (at) debug.session?.runTo(at.file, at.line)
  }
  const active = debug.state !== null && debug.state.phase !== 'ended'
  useDebugKeys({
    active,
    onContinue() {
      if (active) debug.session?.proceed()
      else if (reason === undefined) void start()
      else toast.message(reason)
    },
    onStop: debug.stop,
    onToggle: () => {
      const at = on.place()
      if (!at) return
      if (!stepping || !takesBreakpoints(at.file))
        toast.message(stepping ? t('fn.debug.noCode') : t('fn.debug.noRuntime'))
      else debug.breakpoints.update((all) => toggle(all, at.file, at.line))
    },
    onStep: (kind) => debug.session?.go(kind),
    onRunHere: runHere,
  })

  const begin = useEffectEvent(() => void start())
  // A cut input is shown first. The user completes it and starts.
  const complete = recorded?.input?.encoding === 'utf8' && !recorded.input.truncated
  const opens = complete && shown.loaded
  useEffect(() => {
    if (opens) begin()
  }, [opens, recorded?.id])

  const pausedAt = debug.state?.phase === 'paused' ? debug.state.frames[debug.state.frame]?.place : undefined
  const pause = useEffectEvent((place: Place) => on.onPause(place))
  useEffect(() => {
    if (pausedAt) pause(pausedAt)
  }, [pausedAt])

  return {
    /** Why nobody can debug here; undefined when one can. */
    reason,
    stepping,
    start: () => void start(),
    runHere,
    /** The recorded input was cut, so the debugger did not start by itself. */
    inputCut: recorded?.input !== undefined && recorded.input !== null && !complete,
  }
}

export type DebugControls = ReturnType<typeof useDebugControls>
