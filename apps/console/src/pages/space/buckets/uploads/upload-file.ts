import {
  abortUpload,
  completeUpload,
  createUpload,
  getUpload,
  objectUrl,
  uploadPartUrl,
} from '../../../../api/buckets.ts'
import { isApiError } from '../../../../api/error.ts'
import { sendBytes } from '../../../../api/send-bytes.ts'

/** Smaller files are one request. */
const PART_BYTES = 8 * 1024 * 1024

export interface UploadTarget {
  space: string
  bucket: string
  key: string
  /** Whether it may take the place of an object. */
  overwrite: boolean
}

export interface UploadProgress {
  sent: number
  /** Parts that the server keeps. */
  parts: number
}

interface Upload {
  target: UploadTarget
  file: File
  onProgress(progress: UploadProgress): void
  signal: AbortSignal
}

/** Uploads a file. A large one continues after the last part of an earlier attempt, also of an earlier visit. */
export async function uploadFile({ target, file, onProgress, signal }: Upload): Promise<void> {
  const { space, bucket, key, overwrite } = target
  const type = file.type || 'application/octet-stream'
  if (file.size <= PART_BYTES) {
    return sendBytes({
      url: objectUrl(space, bucket, key),
      bytes: file,
      headers: { 'content-type': type, ...(!overwrite && { 'if-none-match': '*' }) },
      onSent: (sent) => onProgress({ sent, parts: 0 }),
      signal,
    })
  }
  const remembered = rememberedAs(target, file)
  const { id, parts } = await begun(target, localStorage.getItem(remembered), type)
  localStorage.setItem(remembered, id)
  const count = Math.ceil(file.size / PART_BYTES)
  let kept = parts.length
  let sent = parts.reduce((sum, part) => sum + part.bytes, 0)
  for (let number = 1; number <= count; number++) {
    const bytes = file.slice((number - 1) * PART_BYTES, number * PART_BYTES)
    if (parts.some((part) => part.number === number && part.bytes === bytes.size)) continue
    const before = sent
    // oxlint-disable-next-line no-await-in-loop -- parts of one file follow each other; several files go at once
    await sendBytes({
      url: uploadPartUrl(space, bucket, id, number),
      bytes,
      headers: { 'content-type': 'application/octet-stream' },
      onSent: (done) => onProgress({ sent: before + done, parts: kept }),
      signal,
    })
    sent += bytes.size
    kept += 1
    onProgress({ sent, parts: kept })
  }
  await completeUpload(space, bucket, id, overwrite)
  localStorage.removeItem(remembered)
}

/** Gives up the parts of a file that was not uploaded to its end: they would count in the bucket for a day. */
export async function abandonUpload(target: UploadTarget, file: File): Promise<void> {
  const remembered = rememberedAs(target, file)
  const id = localStorage.getItem(remembered)
  if (id === null) return
  localStorage.removeItem(remembered)
  await abortUpload(target.space, target.bucket, id)
}

const rememberedAs = ({ space, bucket, key }: UploadTarget, file: File): string =>
  `alcove.upload ${JSON.stringify([space, bucket, key, file.size, file.lastModified])}`

async function begun({ space, bucket, key }: UploadTarget, id: string | null, contentType: string) {
  if (id !== null) {
    try {
      return await getUpload(space, bucket, id)
    } catch (error) {
      // It expired, or was completed.
      if (!isApiError(error) || error.code !== 'NotFound') throw error
    }
  }
  return createUpload(space, bucket, { key, contentType })
}
