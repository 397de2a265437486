import { ObjectKey } from '@alcove/contract'
import { useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'

interface NewFolderDialogProps {
  prefix: string
  onClose(): void
  onDone(prefix: string): void
}

/** Folders are parts of keys: one is there from its first object on. This opens it. */
export function NewFolderDialog({ prefix, onClose, onDone }: NewFolderDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const path = `${prefix}${name.replace(/\/+$/, '')}/`
  const checked = ObjectKey.safeParse(path)
  const problem = name === '' ? t('buckets.nameMissing') : checked.success ? null : checked.error.issues[0]!.message
  return (
    <FormDialog
      title={t('buckets.newFolder')}
      description={t('buckets.newFolderHint')}
      submit={t('buckets.openFolder')}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={() => {
        onClose()
        onDone(path)
      }}
    >
      <Field label={t('common.name')} error={name === '' ? null : problem}>
        <Input mono autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  )
}
