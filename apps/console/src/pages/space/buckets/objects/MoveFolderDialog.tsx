import { MoveFolder } from '@alcove/contract'
import { useState } from 'react'
import { backgroundKey } from '../../../../api/background.ts'
import { bucketsKey, moveFolder } from '../../../../api/buckets.ts'
import { FormError } from '../../../../components/FormError.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { folderName } from '../folder-names.ts'

interface MoveFolderDialogProps {
  space: string
  bucket: string
  prefix: string
  onClose(): void
  onDone(prefix: string): void
}

/** Renames a folder, or puts it below another one. */
export function MoveFolderDialog({ space, bucket, prefix, onClose, onDone }: MoveFolderDialogProps) {
  const { t } = useTranslation()
  const [to, setTo] = useState(prefix)
  const folder = to.endsWith('/') || to === '' ? to : `${to}/`
  const checked = MoveFolder.safeParse({ from: prefix, to: folder })
  const problem = to === prefix ? t('buckets.sameFolder') : checked.success ? null : checked.error.issues[0]!.message
  const move = useChange({
    run: () => moveFolder(space, bucket, { from: prefix, to: folder }),
    invalidates: [bucketsKey(space), backgroundKey(space)],
    done: () => t('buckets.inBackground'),
    onDone: () => {
      onClose()
      onDone(folder)
    },
    handles: () => true,
  })
  return (
    <FormDialog
      title={t('buckets.moveFolderThis', { name: folderName(prefix) })}
      description={t('buckets.moveFolderHint')}
      submit={t('buckets.move')}
      pending={move.isPending}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={() => move.mutate(undefined)}
    >
      <Field label={t('buckets.newFolderPath')} error={to === prefix ? null : problem}>
        <Input mono autoComplete="off" spellCheck={false} value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <FormError message={move.error?.message} />
    </FormDialog>
  )
}
