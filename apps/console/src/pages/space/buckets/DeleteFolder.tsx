import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { bucketsKey, deleteObjects } from '../../../api/buckets.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'

interface DeleteFolderProps {
  space: string
  bucket: string
  prefix: string
  denied: string | null
  onDone(): void
}

export function DeleteFolder({ space, bucket, prefix, denied, onDone }: DeleteFolderProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const name = prefix.split('/').at(-2) ?? prefix
  const remove = useChange({
    run: () => deleteAll(space, bucket, prefix),
    invalidates: [bucketsKey(space)],
    done: (count) => t('buckets.deletedFolder', { count }),
    onDone,
  })
  return (
    <>
      <IconButton
        label={t('buckets.deleteFolder')}
        disabledReason={denied}
        icon={<Trash2 size={15} />}
        onClick={() => setOpen(true)}
      />
      <ConfirmByName
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('buckets.deleteFolderThis', { name })}
        name={name}
        losses={[t('buckets.loseFolder', { prefix })]}
      />
    </>
  )
}

/** A thousand at a time, each all or none. */
async function deleteAll(space: string, bucket: string, prefix: string): Promise<number> {
  let count = 0
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each asks whether there are more
    const { deleted, more } = await deleteObjects(space, bucket, { prefix })
    count += deleted
    if (!more) return count
  }
}
