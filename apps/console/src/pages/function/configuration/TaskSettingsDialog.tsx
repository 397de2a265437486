import {
  TASK_LIMITS,
  TaskPolicy,
  type PutTaskSettings,
  type SavedTaskSettings,
  type TaskSettings,
} from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Controller } from 'react-hook-form'
import { getTaskSettings, putTaskSettings, taskSettingsQuery } from '../../../api/tasks.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { NumberField } from './NumberField.tsx'
import { taskBodyOf } from './taskBody.ts'

interface TaskSettingsDialogProps {
  space: string
  fn: string
  settings: TaskSettings
  onClose(): void
}

const BOUNDS = {
  retries: { min: 0, max: TASK_LIMITS.retries },
  firstRetrySeconds: TASK_LIMITS.firstRetry,
  maxAgeSeconds: TASK_LIMITS.maxAge,
  maxConcurrency: { min: 1, max: TASK_LIMITS.concurrency.max },
} as const
const LABELS = {
  retries: 'fn.config.tasks.retriesField',
  firstRetrySeconds: 'fn.config.tasks.firstRetrySeconds',
  maxAgeSeconds: 'fn.config.tasks.maxAgeSeconds',
  maxConcurrency: 'fn.config.tasks.maxConcurrency',
} as const
const NUMBERS = Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]

export function TaskSettingsDialog({ space, fn, settings, onClose }: TaskSettingsDialogProps) {
  const { t } = useTranslation()
  const { policy } = partsOf(settings)
  const { control, handleSubmit, formState, reset } = useLiveForm<TaskPolicy>({
    resolver: zodResolver(TaskPolicy),
    defaultValues: policy,
  })
  const save = useGuardedSave<PutTaskSettings, TaskSettings, SavedTaskSettings>({
    item: settings,
    run: (put, seen) => putTaskSettings(space, fn, put, seen),
    read: () => getTaskSettings(space, fn),
    settings: taskBodyOf,
    typed: (put) => put,
    onTheirs: (theirs) => (theirs ? reset(partsOf(theirs).policy) : onClose()),
    invalidates: [taskSettingsQuery(space, fn).queryKey],
    done: () => t('fn.config.tasks.saved'),
    onDone: onClose,
  })
  const { errors } = formState
  return (
    <FormDialog
      title={t('fn.config.tasks.title')}
      description={t('fn.config.tasks.hint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={Object.keys(errors).length > 0 ? t('fn.config.invalid') : null}
      onSubmit={handleSubmit((changed) => save.mutate({ ...changed, ...partsOf(save.base!).destinations }))}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        {NUMBERS.map((name) => (
          <NumberField
            key={name}
            control={control}
            name={name}
            empty={NaN}
            label={t(LABELS[name])}
            error={errors[name] && t('fn.config.badRange', BOUNDS[name])}
          />
        ))}
      </div>
      <Controller
        control={control}
        name="deadLetters"
        render={({ field }) => (
          <Checkbox checked={field.value} onChange={field.onChange}>
            {t('fn.config.tasks.deadLetters')}
          </Checkbox>
        )}
      />
      {save.conflict && <ChangedDialog name={fn} conflict={save.conflict} pending={save.isPending} />}
    </FormDialog>
  )
}

function partsOf(settings: TaskSettings) {
  const { onSuccess, onFailure, etag: _, ...policy } = settings
  return { policy, destinations: { onSuccess, onFailure } }
}
