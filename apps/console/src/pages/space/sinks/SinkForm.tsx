import type { PutSink, Sink, Space } from '@alcove/contract'
import { FlaskConical } from 'lucide-react'
import { useEffect } from 'react'
import { isApiError } from '../../../api/error.ts'
import { getSink, putSink, sinksKey, testSink } from '../../../api/sinks.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useNewNameError } from '../../../components/useNewNameError.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { SinkFields } from './SinkFields.tsx'
import { draftOf, settingsOf, type SinkDraft, sinkSchema } from './sink-draft.ts'
import { TestSteps } from './TestSteps.tsx'

interface SinkFormProps {
  space: Space
  /** Null: a new one. */
  sink: Sink | null
  names: readonly string[]
  onSaved(name: string): void
  onClose(): void
}

/** The settings of a sink: tested as they are typed, then saved. */
export function SinkForm({ space, sink, names, onSaved, onClose }: SinkFormProps) {
  const { t } = useTranslation()
  const form = useBodyForm<SinkDraft, PutSink>({
    fields: draftOf(sink),
    schema: sinkSchema(sink?.hasSecret ?? false),
    bodyOf: settingsOf,
  })
  const { values, reset, handleSubmit } = form
  const { isDirty: edited } = form.formState
  const denied = useDenied(space)('sinks:write')
  const test = useChange({
    run: (settings: PutSink) => testSink(space.name, { sink: settings, ...(sink && { name: sink.name }) }),
  })
  const forget = test.reset
  // A result is of the settings that were tested.
  useEffect(forget, [values, forget])
  const save = useGuardedSave({
    item: sink,
    run: (put: PutSink, seen) => putSink(space.name, sink?.name ?? values.name, put, seen),
    read: () => getSink(space.name, sink!.name),
    settings: ({ datasets, config }) => ({ datasets, config }),
    typed: ({ datasets, config }) => ({ datasets, config }),
    onTheirs: (theirs) => {
      if (theirs) reset(draftOf(theirs))
      else onClose()
    },
    invalidates: [sinksKey(space.name)],
    done: ({ name }) => t(sink ? 'sinks.saved' : 'sinks.created', { name }),
    onDone: (put) => {
      reset(draftOf(put))
      onSaved(put.name)
    },
    handles: (error) => isApiError(error) && error.fields.some(({ path }) => path.startsWith('config.')),
  })
  const wrongName = useNewNameError({ name: values.name, taken: names, takenText: t('sinks.taken') })
  const nameError = sink === null ? wrongName : null
  const problem = denied ?? (form.isWrong ? t('common.fixFields') : null)
  const untested = !sink && !values.paused && test.data?.ok !== true
  const problemOfSave =
    problem ??
    nameError ??
    (values.name === '' ? t('sinks.needsName') : null) ??
    (sink && !edited ? t('common.nothingChanged') : null) ??
    (untested ? t('sinks.testFirst') : null)
  return (
    <form
      noValidate
      className="bg-inherit"
      onSubmit={(event) => {
        event.preventDefault()
        if (problemOfSave) return
        // Pausing is a button of a saved sink: saving its settings leaves that as it is now.
        const paused = sink && { paused: sink.state === 'paused' }
        void handleSubmit((settings) => save.mutate({ ...settings, ...paused }))()
      }}
    >
      <div className="grid gap-4 px-gutter pt-4 pb-4">
        <SinkFields space={space.name} sink={sink} form={form} nameError={nameError} refused={save.error} />
      </div>
      {test.data && <TestSteps test={test.data} />}
      <div className="sticky bottom-0 z-1 flex flex-wrap items-center gap-2 border-t border-line bg-inherit px-gutter py-3">
        <Button variant="primary" type="submit" pending={save.isPending} disabledReason={problemOfSave}>
          {t(sink ? 'sinks.save' : 'sinks.create')}
        </Button>
        <Button
          icon={<FlaskConical size={14} />}
          pending={test.isPending}
          disabledReason={problem}
          onClick={() => void handleSubmit((settings) => test.mutate(settings))()}
        >
          {t('sinks.test')}
        </Button>
        {sink && edited && <Button onClick={() => reset(draftOf(save.base))}>{t('common.undo')}</Button>}
      </div>
      {sink && save.conflict && <ChangedDialog name={sink.name} conflict={save.conflict} pending={save.isPending} />}
      <UnsavedGuard unsaved={edited && !save.isPending} param="sink">
        <p className="wrap-anywhere">{values.name || t('sinks.new')}</p>
      </UnsavedGuard>
    </form>
  )
}
