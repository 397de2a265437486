import { backgroundKey } from '../../../../api/background.ts'
import { bucketsKey, deleteFolder, deleteObjects, type Entry } from '../../../../api/buckets.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { ConfirmByName } from '../../../../ui/ConfirmByName.tsx'
import { folderName, shown, shownName } from '../folder-names.ts'

/** Names in the question; the others are counted. */
const NAMED = 8
/** Keys of one request. */
const AT_A_TIME = 1_000

interface DeleteSelectionProps {
  space: string
  bucket: string
  entries: readonly Entry[]
  onClose(): void
  onDone(): void
}

/** Deletes objects at once, and folders in the background. One is confirmed by its name, several by that of the bucket. */
export function DeleteSelection({ space, bucket, entries, onClose, onDone }: DeleteSelectionProps) {
  const { t } = useTranslation()
  const objects = entries.filter(({ object }) => object !== null).map(({ key }) => key)
  const folders = entries.filter(({ object }) => object === null).map(({ key }) => key)
  const remove = useChange({
    async run() {
      for (let from = 0; from < objects.length; from += AT_A_TIME) {
        // oxlint-disable-next-line no-await-in-loop -- changes of one space happen one after the other anyway
        await deleteObjects(space, bucket, objects.slice(from, from + AT_A_TIME))
      }
      // oxlint-disable-next-line no-await-in-loop
      for (const folder of folders) await deleteFolder(space, bucket, folder)
    },
    invalidates: [bucketsKey(space), backgroundKey(space)],
    done: () =>
      folders.length > 0 ? t('buckets.inBackground') : t('buckets.deletedFolder', { count: objects.length }),
    onDone() {
      onClose()
      onDone()
    },
  })
  const [only] = entries
  const one = entries.length === 1 && only !== undefined
  const shortName = ({ key, object }: Entry) => (object === null ? folderName(key) : shownName(key))
  return (
    <ConfirmByName
      open
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
      pending={remove.isPending}
      title={
        one
          ? t('buckets.deleteObjectThis', { name: shortName(only) })
          : t('buckets.deleteMany', { count: entries.length })
      }
      name={one ? shortName(only) : bucket}
      losses={[
        ...entries.slice(0, NAMED).map(({ key }) => (
          <span key={key} className="mono wrap-anywhere">
            {shown(key)}
          </span>
        )),
        ...(entries.length > NAMED ? [t('buckets.andMore', { count: entries.length - NAMED })] : []),
        t(folders.length > 0 ? 'buckets.loseFolders' : 'buckets.noWayBack'),
      ]}
    />
  )
}
