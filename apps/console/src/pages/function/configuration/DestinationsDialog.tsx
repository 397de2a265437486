import { PutTaskSettings, type Destination, type SavedTaskSettings, type TaskSettings } from '@alcove/contract'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { getTaskSettings, putTaskSettings, taskSettingsQuery } from '../../../api/tasks.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { ShownOnce } from '../../../components/ShownOnce.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { DestinationFields } from './DestinationFields.tsx'
import { taskBodyOf } from './taskBody.ts'

interface DestinationsDialogProps {
  space: string
  fn: string
  settings: TaskSettings
  onClose(): void
}

const ENDS = ['onSuccess', 'onFailure'] as const

/** Where the results of asynchronous calls go, on success and on failure. Shows a new secret, once. */
export function DestinationsDialog({ space, fn, settings, onClose }: DestinationsDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => taskBodyOf(settings))
  const [saved, setSaved] = useState<SavedTaskSettings | null>(null)
  const save = useGuardedSave<PutTaskSettings, TaskSettings, SavedTaskSettings>({
    item: settings,
    run: (put, seen) => putTaskSettings(space, fn, put, seen),
    read: () => getTaskSettings(space, fn),
    settings: taskBodyOf,
    typed: (put) => put,
    onTheirs: (theirs) => (theirs ? setDraft(taskBodyOf(theirs)) : onClose()),
    invalidates: [taskSettingsQuery(space, fn).queryKey],
    done: () => t('fn.config.tasks.saved'),
    onDone: (result) => (Object.keys(result.secrets).length > 0 ? setSaved(result) : onClose()),
    handles: (error) => isApiError(error, 'ValidationFailed'),
  })
  const refused = isApiError(save.error) ? save.error.fields : []
  const checked = PutTaskSettings.safeParse(draft)
  const wrong = checked.error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? []
  const errorAt = (end: (typeof ENDS)[number]) => (field: string) => {
    // A field that is not filled in yet is not an error yet.
    const value = draft[end] as Record<string, unknown> | null
    const local = value?.[field] === '' ? undefined : wrong.find(({ path }) => path === `${end}.${field}`)
    return (local ?? refused.find(({ path }) => path === `${end}.${field}` || path === field))?.message
  }
  if (saved) return <Secrets saved={saved} onClose={onClose} />
  return (
    <FormDialog
      title={t('fn.config.destinations.title')}
      description={t('fn.config.destinations.hint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={checked.success ? null : t('fn.config.destinations.incomplete')}
      onSubmit={() => save.mutate(draft)}
      onClose={onClose}
    >
      {ENDS.map((end) => (
        <DestinationFields
          key={end}
          space={space}
          fn={fn}
          label={t(`fn.config.destinations.${end}`)}
          value={draft[end]}
          stored={urlOf(settings[end])}
          errorAt={errorAt(end)}
          onChange={(value) => {
            save.reset()
            setDraft({ ...draft, [end]: value })
          }}
        />
      ))}
      {save.conflict && <ChangedDialog name={fn} conflict={save.conflict} pending={save.isPending} />}
    </FormDialog>
  )
}

const urlOf = (destination: Destination | null) => (destination?.type === 'webhook' ? destination.url : null)

function Secrets({ saved, onClose }: { saved: SavedTaskSettings; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      title={t('fn.config.destinations.secretTitle')}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="grid gap-4">
        {ENDS.map((end) => {
          const secret = saved.secrets[end]
          if (secret === undefined) return null
          return (
            <div key={end}>
              <p className="mb-1 text-sm text-fg-2">{t(`fn.config.destinations.${end}`)}</p>
              <ShownOnce
                label={t(`fn.config.destinations.${end}`)}
                text={secret}
                warning={t('fn.config.destinations.secretHint')}
              />
            </div>
          )
        })}
      </div>
    </Dialog>
  )
}
