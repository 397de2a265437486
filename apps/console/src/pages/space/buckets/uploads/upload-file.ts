import type { ObjectUpload, UploadPart } from '@alcove/contract'
import {
  abortUpload,
  completeUpload,
  createUpload,
  getObject,
  getUpload,
  objectUrl,
  uploadPartUrl,
} from '../../../../api/buckets.ts'
import { isApiError } from '../../../../api/error.ts'
import { sendBytes } from '../../../../api/send-bytes.ts'
import { forget, remember, rememberedId } from './remembered.ts'

/** Smaller files are one request. */
const PART_BYTES = 8 * 1024 * 1024

/** Parts that are known to hold the bytes of a file: the browser refuses to read one that has changed meanwhile. */
const knownParts = new WeakMap<File, Set<string>>()

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
  const count = Math.ceil(file.size / PART_BYTES)
  const known = knownParts.get(file) ?? new Set()
  knownParts.set(file, known)
  const earlier = rememberedId(target, file)
  const found = earlier === null ? null : await openUpload(target, earlier)
  if (earlier !== null && found === null && known.has(`${earlier} ${count}`) && (await isStored(target, file, count))) {
    return forget(target, file)
  }
  const { id, parts: stored } = found ?? (await createUpload(space, bucket, { key, contentType: type }))
  remember(target, file, id)
  const parts: UploadPart[] = []
  for (const part of stored) {
    signal.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one part in memory at a time
    if (known.has(`${id} ${part.number}`) || (await isSame(part, partOf(file, part.number)))) parts.push(part)
  }
  let kept = parts.length
  let sent = parts.reduce((sum, part) => sum + part.bytes, 0)
  for (let number = 1; number <= count; number++) {
    if (parts.some((part) => part.number === number)) continue
    const bytes = partOf(file, number)
    const before = sent
    // oxlint-disable-next-line no-await-in-loop -- parts of one file follow each other; several files go at once
    await sendBytes({
      url: uploadPartUrl(space, bucket, id, number),
      bytes,
      headers: { 'content-type': 'application/octet-stream' },
      onSent: (done) => onProgress({ sent: before + done, parts: kept }),
      signal,
    })
    known.add(`${id} ${number}`)
    sent += bytes.size
    kept += 1
    onProgress({ sent, parts: kept })
  }
  await completeUpload(space, bucket, id, overwrite)
  forget(target, file)
}

/** Gives up the parts of a file that was not uploaded to its end: they would count in the bucket for a day. */
export async function discardUpload(
  target: Omit<UploadTarget, 'overwrite'>,
  file: Pick<File, 'size' | 'lastModified'>,
): Promise<void> {
  const id = rememberedId(target, file)
  if (id === null) return
  forget(target, file)
  await abortUpload(target.space, target.bucket, id)
}

const partOf = (file: File, number: number): Blob => file.slice((number - 1) * PART_BYTES, number * PART_BYTES)

/**
 * Whether a stored part holds these bytes. A file of an earlier visit is known by its name, size and time alone, and
 * another one may have all three. Without TLS browsers have no hashes: the part is sent again.
 */
async function isSame(part: UploadPart, bytes: Blob): Promise<boolean> {
  if (crypto.subtle === undefined || part.bytes !== bytes.size) return false
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()))
  // As the server makes the ETag of a part.
  return part.etag === Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Null when the upload expired or was completed. */
async function openUpload({ space, bucket }: UploadTarget, id: string): Promise<ObjectUpload | null> {
  try {
    return await getUpload(space, bucket, id)
  } catch (error) {
    if (!isApiError(error, 'NotFound')) throw error
    return null
  }
}

/** Whether the upload was completed and only the answer was lost: ETags end with the number of parts. */
async function isStored({ space, bucket, key }: UploadTarget, file: File, parts: number): Promise<boolean> {
  try {
    const { bytes, etag } = await getObject(space, bucket, key)
    return bytes === file.size && etag.endsWith(`-${parts}`)
  } catch (error) {
    if (!isApiError(error, 'NotFound')) throw error
    return false
  }
}
