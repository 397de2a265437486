import type { FieldError, ParametersSchema } from '@alcove/contract'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { invokeUrl } from '../../../api/invocations.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { EventView } from '../event/EventView.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { Textarea } from '../../../ui/Field.tsx'
import { rememberedEvent, rememberEvent } from '../invoke/eventPresets.ts'
import { jsonError } from '../payload/jsonError.ts'
import { invokeOnce } from '../invoke/invokeOnce.ts'
import type { RunState } from '../invoke/run.ts'
import { ErrorBox } from '../payload/ErrorBox.tsx'
import { Payload } from '../payload/Payload.tsx'
import { EventForm } from '../event/EventForm.tsx'
import { FromCall } from '../event/FromCall.tsx'
import { withoutSecrets } from '../event/eventText.ts'

interface TryParametersProps {
  space: string
  fn: string
  parameters: ParametersSchema
  /** Why the draft cannot be run as it is shown. */
  disabledReason: string | undefined
}

const NO_ERRORS: readonly FieldError[] = []

/** The form that callers get, and a run of the draft with what it says. */
export function TryParameters({ space, fn, parameters, disabledReason }: TryParametersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [view, setView] = useState<'form' | 'json'>('form')
  const [text, setText] = useState(() => rememberedEvent(space, fn) ?? '{}')
  const [call, setCall] = useState<RunState | null>(null)
  const invalid = jsonError(text)
  const run = async () => {
    rememberEvent(space, fn, withoutSecrets(text, parameters))
    setCall({ kind: 'running' })
    setCall(await invokeOnce({ url: invokeUrl(space, fn, 'draft'), event: text, signal: new AbortController().signal }))
  }
  return (
    <section aria-label={t('fn.run.title')} className="grid gap-3 px-4 py-3">
      <div className="flex items-center gap-2">
        <h2 className="font-heading">{t('fn.run.run')}</h2>
        <EventView value={view} onChange={setView} />
        <FromCall
          space={space}
          fn={fn}
          parameters={parameters}
          onChoose={(event) => {
            setText(event.text)
            setCall(null)
          }}
        />
      </div>
      {view === 'form' ? (
        <EventForm
          parameters={parameters}
          text={text}
          errors={call?.kind === 'refused' ? call.errors : NO_ERRORS}
          onChange={(next) => {
            setText(next)
            setCall(null)
          }}
        />
      ) : (
        <Textarea
          mono
          rows={10}
          spellCheck={false}
          aria-label={t('fn.run.event')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      <Button
        variant="primary"
        className="w-fit"
        icon={<Play size={14} />}
        disabledReason={
          disabledReason ??
          (invalid !== null
            ? t('fn.run.badEvent', { reason: invalid })
            : call?.kind === 'running' && t('fn.run.running'))
        }
        // The focus stays: the error of a field that loses it would move this button away from under the pointer.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => void run()}
      >
        {t('fn.params.runDraft')}
      </Button>
      <div aria-live="polite" className="grid gap-2">
        {call?.kind === 'refused' && <p className="wrap-anywhere text-danger">{call.message}</p>}
        {call?.kind === 'ended' && (
          <p className="flex items-center gap-3">
            <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
            <span className="num text-fg-2">{format.duration(call.durationMs)}</span>
          </p>
        )}
        {call?.kind === 'ended' && call.error && <ErrorBox error={call.error} className="" />}
        {call?.kind === 'ended' && call.output !== null && (
          <Payload
            payload={{ text: call.output, encoding: 'utf8', bytes: call.output.length, truncated: false }}
            label={t('fn.run.output')}
            className=""
          />
        )}
      </div>
    </section>
  )
}
