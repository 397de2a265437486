import type { FieldError, ParametersSchema } from '@alcove/contract'
import { Bug, ChevronDown, CircleStop, FlaskConical, Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { JsonEditor } from '../../../../components/CodeEditor/index.ts'
import type { Monaco } from '../../../../components/CodeEditor/api.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { ButtonKey } from '../../../../ui/ButtonKey.tsx'
import { Menu, MenuItem } from '../../../../ui/Menu.tsx'
import { EventView } from '../../event/EventView.tsx'
import { EventForm } from '../../event/EventForm.tsx'
import { jsonError } from '../../payload/jsonError.ts'
import { EVENT_PRESETS, type EventPreset } from '../../invoke/eventPresets.ts'
import type { Run } from '../../invoke/run.ts'
import { RunHistory } from './RunHistory.tsx'
import { RunResult } from './RunResult.tsx'

interface RunPaneProps {
  monaco: Monaco | undefined
  runs: readonly Run[]
  shown: Run | undefined
  event: { text: string; label: string }
  /** Events of the function's tests. */
  saved: readonly { text: string; label: string }[]
  paths: readonly string[]
  /** Declared by the function: its event can be a form then. */
  parameters: ParametersSchema | undefined
  disabledReason: string | undefined
  /** Takes the event of a recorded call. */
  fromCall: ReactNode
  /** How the build affects a run; null when it does not. */
  buildHint: string | null
  onEvent(event: { text: string; label: string }): void
  onRun(): void
  /** Absent when the runtime has no debugger. */
  onDebug?: (() => void) | undefined
  /** Why nobody can debug here; undefined when one can. */
  debugReason: string | undefined
  onCancel(): void
  onShow(number: number): void
}

const icon = { size: 14 } as const
const NO_ERRORS: readonly FieldError[] = []

export function RunPane(props: RunPaneProps) {
  const { monaco, runs, shown, event, paths, parameters, disabledReason } = props
  const { t } = useTranslation()
  const [view, setView] = useState<'form' | 'json'>('form')
  const asForm = parameters !== undefined && view === 'form'
  const last = runs[0]?.state
  const change = (text: string) =>
    props.onEvent({ text, label: text === event.text ? event.label : t('fn.run.ownEvent') })
  const invalid = jsonError(event.text)
  const running = runs[0]?.state.kind === 'running'
  return (
    <section
      aria-label={t('fn.run.title')}
      className="flex min-h-0 flex-col border-l border-line bg-canvas narrow:border-l-0"
    >
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-3 py-[5px]">
        <Menu
          align="start"
          matchWidth
          trigger={
            <Button className="min-w-0 flex-1 justify-start! border-line-input!" icon={<FlaskConical {...icon} />}>
              <span className="cut flex-1 text-left">{event.label}</span>
              <ChevronDown {...icon} />
            </Button>
          }
        >
          {props.saved.map((event) => (
            <MenuItem key={`test ${event.label}`} onSelect={() => props.onEvent(event)}>
              {event.label}
            </MenuItem>
          ))}
          {(Object.keys(EVENT_PRESETS) as EventPreset[]).map((preset) => (
            <MenuItem
              key={preset}
              onSelect={() =>
                props.onEvent({
                  text: JSON.stringify(EVENT_PRESETS[preset], null, 2),
                  label: t(`fn.run.preset.${preset}`),
                })
              }
            >
              {t(`fn.run.preset.${preset}`)}
            </MenuItem>
          ))}
        </Menu>
        {running ? (
          <Button icon={<CircleStop {...icon} />} onClick={props.onCancel}>
            {t('common.cancel')}
          </Button>
        ) : (
          <>
            <IconButton
              label={`${t('fn.debug.start')} (F5)`}
              icon={<Bug {...icon} />}
              disabledReason={props.debugReason ?? (invalid && t('fn.run.badEvent', { reason: invalid }))}
              onClick={() => props.onDebug?.()}
            />
            <Button
              variant="primary"
              icon={<Play {...icon} />}
              disabledReason={disabledReason ?? (invalid && t('fn.run.badEvent', { reason: invalid }))}
              onClick={props.onRun}
            >
              {t('fn.run.run')}
              <ButtonKey>Ctrl ↵</ButtonKey>
            </Button>
          </>
        )}
      </div>
      {props.buildHint && (
        <p role="status" className="shrink-0 border-b border-line bg-warning-tint px-3 py-1.5 text-sm">
          {props.buildHint}
        </p>
      )}
      <div className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-3">
        <h2 className="font-heading">{t('fn.run.event')}</h2>
        <span className={`cut text-sm ${invalid ? 'text-danger' : 'text-fg-3'}`} title={invalid ?? undefined}>
          {invalid ?? (asForm ? '' : 'JSON')}
        </span>
        <span className="ml-auto">{props.fromCall}</span>
        {parameters && <EventView className="h-6!" value={view} onChange={setView} />}
      </div>
      {asForm ? (
        <div className="h-72 min-h-20 shrink-0 resize-y overflow-y-auto border-b border-line px-3 py-2">
          <EventForm
            parameters={parameters}
            text={event.text}
            errors={last?.kind === 'refused' ? last.errors : NO_ERRORS}
            onChange={change}
          />
        </div>
      ) : (
        <div className="h-36 min-h-20 shrink-0 resize-y overflow-hidden border-b border-line">
          {monaco && <JsonEditor monaco={monaco} value={event.text} label={t('fn.run.event')} onChange={change} />}
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto">
        {shown ? (
          <RunResult run={shown} paths={paths} />
        ) : (
          <p className="px-3 py-4 text-fg-2">{disabledReason ?? t('fn.run.none')}</p>
        )}
      </div>
      <RunHistory runs={runs} shown={shown?.number} onShow={props.onShow} />
    </section>
  )
}
