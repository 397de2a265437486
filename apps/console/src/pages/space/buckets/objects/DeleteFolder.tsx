import { useQuery } from '@tanstack/react-query'
import { backgroundKey } from '../../../../api/background.ts'
import { bucketsKey, deleteFolder, folderSizeQuery } from '../../../../api/buckets.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { ConfirmByName } from '../../../../ui/ConfirmByName.tsx'
import { folderName } from '../folder-names.ts'

interface DeleteFolderProps {
  space: string
  bucket: string
  /** Empty: all of the bucket. */
  prefix: string
  onClose(): void
  onDone?(): void
}

/** Deletes all objects of a folder in the background, after its name is typed. */
export function DeleteFolder({ space, bucket, prefix, onClose, onDone }: DeleteFolderProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const size = useQuery(folderSizeQuery(space, bucket, prefix)).data
  const name = prefix === '' ? bucket : folderName(prefix)
  const remove = useChange({
    run: () => deleteFolder(space, bucket, prefix),
    invalidates: [bucketsKey(space), backgroundKey(space)],
    done: () => t('buckets.inBackground'),
    onDone: () => {
      onClose()
      onDone?.()
    },
  })
  return (
    <ConfirmByName
      open
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
      pending={remove.isPending}
      title={prefix === '' ? t('buckets.emptyThis', { bucket }) : t('buckets.deleteFolderThis', { name })}
      name={name}
      losses={[
        prefix === '' ? t('buckets.loseAll', { bucket }) : t('buckets.loseFolder', { prefix }),
        ...(size
          ? [
              t(size.more ? 'buckets.folderHoldsMore' : 'buckets.folderHolds', {
                count: size.objects,
                size: format.bytes(size.bytes),
              }),
            ]
          : []),
      ]}
    />
  )
}
