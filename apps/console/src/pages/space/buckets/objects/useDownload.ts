import { LIMITS } from '@alcove/contract'
import { useQueryClient } from '@tanstack/react-query'
import { type Entry, folderSizeQuery, folderUrl, objectUrl } from '../../../../api/buckets.ts'
import { toast } from '../../../../components/toast.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'

/** Saves objects as files, and each folder as a zip unless it holds too much. */
export function useDownload(space: string, bucket: string) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useChange({
    async run(entries: readonly Entry[]) {
      const urls = entries.map(async ({ key, object }) => {
        if (object !== null) return objectUrl(space, bucket, key, true)
        const { objects, more } = await client.fetchQuery(folderSizeQuery(space, bucket, key))
        const prefix = key || bucket
        const most = LIMITS.zippedObjects
        if (objects === 0) toast.error(t('buckets.downloadNothing', { prefix }))
        else if (more || objects > most) toast.error(t('buckets.downloadTooMany', { prefix, count: most }))
        else return folderUrl(space, bucket, key)
        return null
      })
      return (await Promise.all(urls)).filter((url) => url !== null)
    },
    onDone: save,
  })
}

/** Browsers ask once whether a page may save several files. */
function save(urls: readonly string[]): void {
  for (const href of urls) {
    const link = document.createElement('a')
    link.href = href
    link.download = ''
    link.click()
  }
}
