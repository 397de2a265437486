import type { Space } from '@alcove/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { FileUp, X } from 'lucide-react'
import { useRef, useState, useSyncExternalStore } from 'react'
import { bucketsKey, getUpload } from '../../../../api/buckets.ts'
import { isApiError } from '../../../../api/error.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { forget, type Remembered, rememberedIn } from './remembered.ts'
import { discardUpload } from './upload-file.ts'
import type { UploadQueue } from './upload-queue.ts'

/** Shown at the same time. */
const MOST = 5

interface Unfinished extends Remembered {
  /** Bytes that the server keeps. */
  kept: number
}

const unfinishedQuery = (space: string, bucket: string) =>
  queryOptions({
    queryKey: [...bucketsKey(space), bucket, 'unfinished'],
    queryFn: async (): Promise<Unfinished[]> => {
      const found = rememberedIn({ space, bucket }).slice(0, MOST)
      return (await Promise.all(found.map((upload) => withKept(space, bucket, upload)))).flat()
    },
  })

/** @returns nothing for one that has expired or was completed, which is forgotten */
async function withKept(space: string, bucket: string, upload: Remembered): Promise<Unfinished[]> {
  try {
    const { parts } = await getUpload(space, bucket, upload.id)
    return [{ ...upload, kept: parts.reduce((sum, { bytes }) => sum + bytes, 0) }]
  } catch (error) {
    if (!isApiError(error, 'NotFound')) throw error
    forget({ space, bucket, key: upload.key }, fileOf(upload))
    return []
  }
}

const fileOf = ({ bytes, lastModified }: Remembered) => ({ size: bytes, lastModified })

interface UnfinishedUploadsProps {
  space: Space
  bucket: string
  queue: UploadQueue
}

/** Uploads of an earlier visit that did not end. A page cannot open their files by itself: a person chooses them again. */
export function UnfinishedUploads({ space, bucket, queue }: UnfinishedUploadsProps) {
  const mayWrite = useDenied(space)('buckets:write') === null
  const unfinished = useQuery({ ...unfinishedQuery(space.name, bucket), enabled: mayWrite }).data ?? []
  const list = useSyncExternalStore(queue.subscribe, queue.list)
  const others = unfinished.filter(({ key }) => !list.some((upload) => upload.key === key))
  return others.map((upload) => (
    <Row
      key={upload.id}
      space={space.name}
      bucket={bucket}
      upload={upload}
      onFile={(file) => queue.addAs(upload.key, file)}
    />
  ))
}

interface RowProps {
  space: string
  bucket: string
  upload: Unfinished
  onFile(file: File): void
}

function Row({ space, bucket, upload, onFile }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const input = useRef<HTMLInputElement>(null)
  const [other, setOther] = useState<string | null>(null)
  const { key, bytes, lastModified, kept } = upload
  const discard = useChange({
    run: () => discardUpload({ space, bucket, key }, fileOf(upload)),
    invalidates: [bucketsKey(space)],
  })
  const take = (file: File | undefined) => {
    if (!file) return
    if (file.size === bytes && file.lastModified === lastModified) onFile(file)
    else setOther(file.name)
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-gutter py-1.5">
      <span className="cut min-w-0 font-name" title={key}>
        {key}
      </span>
      <span className="num text-fg-2">
        {t('buckets.unfinished', { sent: format.bytes(kept), size: format.bytes(bytes) })}
      </span>
      {other !== null && (
        <span role="alert" className="text-danger">
          {t('buckets.otherFile', { name: other, size: format.bytes(bytes), time: format.dateTime(lastModified) })}
        </span>
      )}
      <span className="ml-auto flex items-center gap-2">
        <Button size="sm" icon={<FileUp size={13} />} onClick={() => input.current?.click()}>
          {t('buckets.chooseAgain')}
        </Button>
        <IconButton
          size="sm"
          label={t('buckets.cancelUpload')}
          icon={<X size={15} />}
          onClick={() => discard.mutate(undefined)}
        />
      </span>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('buckets.chooseFile', { key })}
        onChange={({ target }) => {
          take(target.files?.[0])
          target.value = ''
        }}
      />
    </div>
  )
}
