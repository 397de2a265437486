import { SavedQueryName, type Space } from '@alcove/contract'
import { useState } from 'react'
import { saveLogQuery, savedQueriesKey } from '../../../api/space-logs.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

interface SaveQueryDialogProps {
  space: Space
  query: string
  columns: string[]
  /** Names that are taken: saving replaces that query. */
  names: readonly string[]
  onClose(): void
}

/** Names the query, for everyone in the space. */
export function SaveQueryDialog({ space, query, columns, names, onClose }: SaveQueryDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const parsed = SavedQueryName.safeParse(name)
  const save = useChange({
    run: (as: string) => saveLogQuery(space.name, as, { query, columns }),
    invalidates: [savedQueriesKey(space.name)],
    done: (saved) => t('logs.saved', { name: saved.name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('logs.saveQuery')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={parsed.success ? null : t('logs.badName')}
      onClose={onClose}
      onSubmit={() => parsed.success && save.mutate(parsed.data)}
    >
      <Field
        label={t('common.name')}
        hint={names.includes(name.trim()) ? t('logs.replaces') : t('logs.sharedIn', { space: space.name })}
        error={name !== '' && !parsed.success ? t('logs.badName') : null}
      >
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      <p className="mono rounded-field bg-sunken px-2.5 py-1.5 text-sm wrap-anywhere">{query || t('logs.allLines')}</p>
    </FormDialog>
  )
}
