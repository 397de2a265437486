import { Name } from '@alcove/contract'
import { useState } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface RestoreDialogProps {
  name: string
  /** The name that another one has. */
  taken: string
  pending: boolean
  onRestore: (name: string) => void
  onClose: () => void
}

/** Asks for another name, where the old one is taken. */
export function RestoreDialog({ name, taken, pending, onRestore, onClose }: RestoreDialogProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(`${name.slice(0, 55)}-restored`)
  const wrong = !Name.safeParse(chosen).success
    ? t('common.nameRule')
    : chosen === taken && t('trash.taken', { name: taken })
  return (
    <FormDialog
      title={t('trash.restoreThis', { name })}
      description={t('trash.takenMeans', { name })}
      submit={t('trash.restore')}
      pending={pending}
      disabledReason={wrong}
      onSubmit={() => onRestore(chosen)}
      onClose={onClose}
    >
      <Field label={t('trash.newName')} error={wrong || null}>
        <Input mono autoComplete="off" value={chosen} onChange={(event) => setChosen(event.target.value)} />
      </Field>
    </FormDialog>
  )
}
