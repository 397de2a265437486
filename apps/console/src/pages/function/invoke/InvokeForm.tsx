import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { runSaveUrl } from '../../../api/drafts.ts'
import { functionQuery } from '../../../api/functions.ts'
import { invokeUrl } from '../../../api/invocations.ts'
import { parametersQuery } from '../../../api/parameters.ts'
import { testsQuery } from '../../../api/tests.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { shortId } from '../../../components/shortId.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { EventView } from '../event/EventView.tsx'
import { Select } from '../../../ui/Select.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { EVENT_PRESETS, firstPreset, rememberedEvent, rememberEvent } from './eventPresets.ts'
import { invokeOnce } from './invokeOnce.ts'
import type { RunState } from './run.ts'
import { EventForm } from '../event/EventForm.tsx'
import { FromCall } from '../event/FromCall.tsx'
import { withoutSecrets } from '../event/eventText.ts'
import { ErrorBox } from '../payload/ErrorBox.tsx'
import { jsonError } from '../payload/jsonError.ts'
import { prettyJson } from '../payload/prettyJson.ts'
import { Payload } from '../payload/Payload.tsx'

const Fields = z.object({
  event: z.string().check(({ value, issues }) => {
    const reason = jsonError(value)
    if (reason !== null) issues.push({ code: 'custom', message: reason, input: value })
  }),
  qualifier: z.string(),
})
type Fields = z.infer<typeof Fields>

interface InvokeFormProps {
  space: string
  fn: string
  qualifiers: readonly string[]
  onQualifier?: (qualifier: string) => void
  /** A state of the draft's history to call in place of them. */
  save?: string
}

/** An event, whom to call, and the answer. */
export function InvokeForm({ space, fn, qualifiers, onQualifier, save }: InvokeFormProps) {
  const { t } = useTranslation()
  const handler = useQuery(functionQuery(space, fn)).data?.handler
  const { register, control, handleSubmit, formState, setValue, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      event: rememberedEvent(space, fn) ?? JSON.stringify(EVENT_PRESETS[firstPreset(handler)], null, 2),
      qualifier: qualifiers.find((each) => each !== 'draft') ?? 'draft',
    },
  })
  const [call, setCall] = useState<RunState | null>(null)
  const [view, setView] = useState<'form' | 'json'>('form')
  const { data: parameters = null } = useQuery(parametersQuery(space, fn, values.qualifier))
  const mayRead = usePermission(space)('functions:read') === undefined
  const [test] = useQuery({ ...testsQuery(space, fn), enabled: mayRead }).data ?? []
  const eventOfTest = test && rememberedEvent(space, fn) === null ? prettyJson(test.eventText).text : null
  const { dirtyFields, errors } = formState
  useEffect(() => {
    // A function from a template succeeds with its own event.
    if (eventOfTest !== null && !dirtyFields.event) setValue('event', eventOfTest)
  }, [eventOfTest, dirtyFields.event, setValue])
  const reason = errors.event?.message
  const invalid = reason === undefined ? null : t('fn.run.badEvent', { reason })
  const running = call?.kind === 'running'
  const run = async ({ event, qualifier }: Fields) => {
    if (running) return
    rememberEvent(space, fn, withoutSecrets(event, parameters))
    setCall({ kind: 'running' })
    const url = save === undefined ? invokeUrl(space, fn, qualifier) : runSaveUrl(space, fn, save)
    setCall(await invokeOnce({ url, event, signal: new AbortController().signal }))
  }
  return (
    <>
      <form className="grid max-w-[720px] gap-4 px-gutter py-4" onSubmit={handleSubmit(run)}>
        <div className="flex items-center gap-3">
          {parameters && <EventView value={view} onChange={setView} />}
          <FromCall
            space={space}
            fn={fn}
            parameters={parameters}
            onChoose={({ text }) => setValue('event', text, { shouldValidate: true })}
          />
        </div>
        {parameters && view === 'form' ? (
          <EventForm
            parameters={parameters}
            text={values.event}
            errors={call?.kind === 'refused' ? call.errors : []}
            onChange={(text) => setValue('event', text)}
          />
        ) : (
          <Field label={t('fn.run.event')} error={invalid} hint="JSON">
            <Textarea mono rows={8} spellCheck={false} {...register('event')} />
          </Field>
        )}
        <div className="flex flex-wrap items-end gap-3">
          {save === undefined && (
            <Field label={t('fn.invoke.qualifier')} className="w-44">
              <Controller
                control={control}
                name="qualifier"
                render={({ field }) => (
                  <Select
                    mono
                    value={field.value}
                    onChange={(value) => {
                      field.onChange(value)
                      onQualifier?.(value)
                    }}
                    options={qualifiers.map((value) => ({ value, label: /^\d/.test(value) ? `v${value}` : value }))}
                  />
                )}
              />
            </Field>
          )}
          <Button
            type="submit"
            variant="primary"
            className="h-8! narrow:h-9!"
            icon={<Play size={14} />}
            disabledReason={invalid ?? (running && t('fn.run.running'))}
            // The focus stays: the error of a field that loses it would move this button away from under the pointer.
            onMouseDown={(event) => event.preventDefault()}
          >
            {t(save === undefined ? 'fn.invoke.title' : 'fn.run.run')}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="border-t border-line">
        {call && <Answer call={call} />}
      </div>
    </>
  )
}

function Answer({ call }: { call: RunState }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (call.kind === 'running') return <p className="px-gutter py-3 text-fg-2">{t('fn.run.running')}</p>
  if (call.kind === 'refused') {
    return (
      <p role="alert" className="bg-danger-tint px-gutter py-3 wrap-anywhere text-danger">
        {call.message}
        {call.requestId && <span className="mono ml-2 text-fg-3">{call.requestId}</span>}
      </p>
    )
  }
  return (
    <>
      <div className="flex h-10 items-center gap-3 px-gutter">
        <h2 className="font-heading">
          <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
        </h2>
        <span className="num whitespace-nowrap text-fg-2">{format.duration(call.durationMs)}</span>
        {call.invocationId !== null && (
          <span className="ml-auto flex items-center gap-1">
            <span className="mono text-sm text-fg-3" title={call.invocationId}>
              {shortId(call.invocationId)}
            </span>
            <CopyButton text={call.invocationId} label={t('fn.invocation.copyId')} />
          </span>
        )}
      </div>
      {call.error && <ErrorBox error={call.error} className="px-gutter" />}
      {call.output !== null && (
        <Payload
          payload={{ text: call.output, encoding: 'utf8', bytes: new Blob([call.output]).size, truncated: false }}
          label={t('fn.run.output')}
          className="px-gutter pb-3"
        />
      )}
    </>
  )
}
