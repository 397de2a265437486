import type { StoredObject } from '@alcove/contract'
import {
  Braces,
  File,
  FileArchive,
  FileCode,
  FileText,
  FileVolume,
  Film,
  Folder as FolderIcon,
  Image,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { objectUrl } from '../../../../api/buckets.ts'
import { isImage, plainType } from './content-types.ts'

/** Browsers scale the image itself: larger ones would be too much for a list. */
const THUMBNAIL_BYTES = 2 * 2 ** 20

const ICONS: readonly [RegExp, LucideIcon][] = [
  [/^image\//, Image],
  [/^video\//, Film],
  [/^audio\//, FileVolume],
  [/json$/, Braces],
  [/(zip|gzip|x-tar|x-7z-compressed|zstd|x-bzip2?|rar)/, FileArchive],
  [/^text\/(html|css|javascript)|javascript|xml$/, FileCode],
  [/^text\//, FileText],
]

interface ThumbnailProps {
  space: string
  bucket: string
  /** Null: a folder. */
  object: StoredObject | null
}

/** A small picture of an image, or the icon of a type. Nothing that could run is shown as an image. */
export function Thumbnail({ space, bucket, object }: ThumbnailProps) {
  const [broken, setBroken] = useState(false)
  const look = { size: 15, strokeWidth: 1.5, className: 'text-fg-3' } as const
  const box = 'grid size-[26px] shrink-0 place-items-center overflow-hidden rounded-tag'
  if (object === null) {
    return (
      <span className={box}>
        <FolderIcon {...look} />
      </span>
    )
  }
  const type = plainType(object.contentType)
  if (isImage(type) && object.bytes > 0 && object.bytes <= THUMBNAIL_BYTES && !broken) {
    return (
      <span className={box}>
        <img
          key={object.etag}
          src={objectUrl(space, bucket, object.key)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
          className="size-full bg-sunken object-cover"
        />
      </span>
    )
  }
  const Icon = ICONS.find(([types]) => types.test(type))?.[1] ?? File
  return (
    <span className={box}>
      <Icon {...look} />
    </span>
  )
}
