import { SavedQueryName, type PutLogQuery, type SavedLogQuery, type Space } from '@alcove/contract'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { getLogQuery, saveLogQuery, savedQueriesKey } from '../../../api/space-logs.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

interface SaveQueryDialogProps {
  space: Space
  query: string
  columns: string[]
  /** Saving under a name of one of these replaces it. */
  saved: readonly SavedLogQuery[]
  /** Loads the query that somebody else saved into the page. */
  onTheirs(theirs: SavedLogQuery): void
  onClose(): void
}

/** Names the query, for everyone in the space. */
export function SaveQueryDialog({ space, query, columns, saved, onTheirs, onClose }: SaveQueryDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  // The list changes when others save: what was there when the dialog opened is what one has seen.
  const [seen] = useState(saved)
  const parsed = SavedQueryName.safeParse(typed)
  const name = parsed.data ?? ''
  const replaced = seen.find((each) => each.name === name) ?? null
  const save = useGuardedSave<PutLogQuery, SavedLogQuery>({
    item: replaced,
    follows: true,
    run: (body, etag) => saveLogQuery(space.name, name, body, etag),
    read: () => getLogQuery(space.name, name),
    settings: settingsOf,
    typed: settingsOf,
    onTheirs: (theirs) => {
      if (theirs) onTheirs(theirs)
      onClose()
    },
    invalidates: [savedQueriesKey(space.name)],
    done: () => t('logs.saved', { name }),
    onDone: onClose,
    handles: isTaken,
  })
  const problem = typed !== '' && !parsed.success ? t('logs.badName') : isTaken(save.error) ? t('logs.taken') : null
  if (save.conflict) return <ChangedDialog name={name} conflict={save.conflict} pending={save.isPending} />
  return (
    <FormDialog
      title={t('logs.saveQuery')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={parsed.success ? null : t('logs.badName')}
      onClose={onClose}
      onSubmit={() => parsed.success && save.mutate({ query, columns })}
    >
      <Field
        label={t('common.name')}
        hint={replaced ? t('logs.replaces') : t('logs.sharedIn', { space: space.name })}
        error={problem}
      >
        <Input
          value={typed}
          maxLength={60}
          onChange={(event) => {
            save.reset()
            setTyped(event.target.value)
          }}
        />
      </Field>
      <p className="mono rounded-field bg-sunken px-2.5 py-1.5 text-sm wrap-anywhere">{query || t('logs.allLines')}</p>
    </FormDialog>
  )
}

const settingsOf = ({ query, columns }: PutLogQuery) => ({ query, columns })
const isTaken = (error: unknown) => isApiError(error, 'PreconditionFailed')
