import type { StoredObject } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { objectTextQuery, objectUrl, PREVIEW_BYTES } from '../../../../api/buckets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { CodeBlock } from '../../../../ui/CodeBlock.tsx'
import { prettyJson } from '../../../function/payload/prettyJson.ts'
import { isImage, isText, plainType } from './content-types.ts'

interface ObjectPreviewProps {
  space: string
  bucket: string
  object: StoredObject
  /** Called with the width and height of an image once it is loaded. */
  onPixels?(pixels: string): void
}

export function ObjectPreview({ space, bucket, object, onPixels }: ObjectPreviewProps) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState(false)
  const type = plainType(object.contentType)
  if (object.bytes === 0) return <Nothing>{t('buckets.emptyObject')}</Nothing>
  if (isImage(type)) {
    if (broken) return <Nothing>{t('buckets.imageBroken')}</Nothing>
    return (
      <img
        key={object.etag}
        src={objectUrl(space, bucket, object.key)}
        alt={object.key}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          onPixels?.(`${naturalWidth} × ${naturalHeight}`)
        }
        onError={() => setBroken(true)}
        className="mx-auto block max-h-96 max-w-full bg-sunken object-contain"
      />
    )
  }
  const Media = type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'audio' : null
  if (Media !== null) {
    if (broken) return <Nothing>{t('buckets.mediaBroken')}</Nothing>
    return (
      <Media
        key={object.etag}
        controls
        preload="metadata"
        src={objectUrl(space, bucket, object.key)}
        aria-label={object.key}
        onError={() => setBroken(true)}
        className="mx-auto block max-h-96 w-full max-w-full"
      />
    )
  }
  if (isText(type)) return <TextPreview space={space} bucket={bucket} object={object} />
  return <Nothing>{t('buckets.noPreview')}</Nothing>
}

function TextPreview({ space, bucket, object }: ObjectPreviewProps) {
  const { t } = useTranslation()
  return (
    <Loaded query={useQuery(objectTextQuery(space, bucket, object))}>
      {(text) =>
        text === null ? <Nothing>{t('buckets.notText')}</Nothing> : <ObjectText text={text} object={object} />
      }
    </Loaded>
  )
}

function ObjectText({ text, object: { bytes, contentType } }: { text: string; object: StoredObject }) {
  const { t } = useTranslation()
  const format = useFormat()
  const code = useMemo(
    () => (/^application\/([^;]+\+)?json/i.test(contentType) ? prettyJson(text).text : text),
    [text, contentType],
  )
  return (
    <div className="px-gutter pb-3">
      <CodeBlock boxed wrap code={code} label={t('buckets.preview')} className="max-h-96 overflow-y-auto" />
      {bytes > PREVIEW_BYTES && (
        <p className="pt-1 text-sm text-fg-3">
          {t('buckets.cut', { shown: format.bytes(PREVIEW_BYTES), size: format.bytes(bytes) })}
        </p>
      )}
    </div>
  )
}

function Nothing({ children }: { children: string }) {
  return <p className="px-gutter pb-3 text-fg-2">{children}</p>
}
