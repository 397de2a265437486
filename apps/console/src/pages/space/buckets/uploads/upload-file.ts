import { completeUpload, createUpload, getUpload, objectUrl, uploadPartUrl } from '../../../../api/buckets.ts'
import { isApiError } from '../../../../api/error.ts'
import { sendBytes } from '../../../../api/send-bytes.ts'

/** Smaller files are one request. */
const PART_BYTES = 8 * 1024 * 1024

export interface UploadTarget {
  space: string
  bucket: string
  key: string
}

export interface UploadProgress {
  sent: number
  /** Parts that the server keeps. */
  parts: number
}

/** Uploads a file. A large one goes on after the last part that an earlier attempt, also of another visit, has sent. */
export async function uploadFile(
  target: UploadTarget,
  file: File,
  onProgress: (progress: UploadProgress) => void,
): Promise<void> {
  const { space, bucket, key } = target
  const type = file.type || 'application/octet-stream'
  if (file.size <= PART_BYTES) {
    await sendBytes(objectUrl(space, bucket, key), file, type, (sent) => onProgress({ sent, parts: 0 }))
    return
  }
  const remembered = `alcove.upload ${JSON.stringify([space, bucket, key, file.size, file.lastModified])}`
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
    await sendBytes(uploadPartUrl(space, bucket, id, number), bytes, 'application/octet-stream', (done) =>
      onProgress({ sent: before + done, parts: kept }),
    )
    sent += bytes.size
    kept += 1
    onProgress({ sent, parts: kept })
  }
  await completeUpload(space, bucket, id)
  localStorage.removeItem(remembered)
}

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
