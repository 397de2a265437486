import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import type { S3Place } from './connect-s3.ts'

/** What a part holds. S3 takes 10,000 parts: enough for 80 GiB. */
const PART_BYTES = 8 * 2 ** 20
/** A first part of unknown length starts with so much room, which doubles when it is full. */
const FIRST_ROOM = 64 * 1024
/** Parts on their way at a time; one more is being filled meanwhile. */
const PARTS_AT_ONCE = 2

/** The most memory that one body takes. */
export const BUFFER_BYTES = (PARTS_AT_ONCE + 1) * PART_BYTES

/**
 * Stores a body under a key: what does not fit into one part goes up in several. The buffers are used again and again,
 * where `@aws-sdk/lib-storage` makes a new one for each part, which V8 lets lie for a while. Resolves with the number of bytes.
 */
export async function putInParts(
  { client, bucket }: S3Place,
  key: string,
  body: AsyncIterable<Uint8Array>,
  abortSignal?: AbortSignal,
): Promise<number> {
  const at = { Bucket: bucket, Key: key }
  const options = abortSignal && { abortSignal }
  const free: Buffer[] = []
  const sending = new Set<Promise<void>>()
  const parts: CompletedPart[] = []
  let buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_ROOM)
  let filled = 0
  let bytes = 0
  let uploadId: string | undefined

  async function sendPart(): Promise<void> {
    uploadId ??= (await client.send(new CreateMultipartUploadCommand(at), options)).UploadId!
    while (sending.size >= PARTS_AT_ONCE) await Promise.race(sending)
    const PartNumber = parts.push({})
    const [whole, Body] = [buffer, buffer.subarray(0, filled)]
    const sent = client
      .send(new UploadPartCommand({ ...at, UploadId: uploadId, PartNumber, Body, ContentLength: filled }), options)
      .then(({ ETag }) => {
        parts[PartNumber - 1] = { PartNumber, ETag }
        free.push(whole)
        sending.delete(sent)
      })
    // Awaited by the next one or at the end: until then nobody listens.
    sent.catch(() => {})
    sending.add(sent)
    buffer = free.pop() ?? Buffer.allocUnsafeSlow(PART_BYTES)
    filled = 0
  }

  try {
    for await (const chunk of body) {
      abortSignal?.throwIfAborted()
      bytes += chunk.length
      for (let taken = 0; taken < chunk.length;) {
        if (filled === PART_BYTES) await sendPart()
        if (filled === buffer.length) buffer = doubled(buffer)
        const piece = chunk.subarray(taken, taken + buffer.length - filled)
        buffer.set(piece, filled)
        filled += piece.length
        taken += piece.length
      }
    }
    abortSignal?.throwIfAborted()
    if (uploadId === undefined) {
      const Body = buffer.subarray(0, filled)
      await client.send(new PutObjectCommand({ ...at, Body, ContentLength: filled }), options)
      return bytes
    }
    await sendPart()
    await Promise.all(sending)
    const MultipartUpload = { Parts: parts }
    await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId: uploadId, MultipartUpload }), options)
    return bytes
  } catch (error) {
    await Promise.allSettled(sending)
    const gone = { ...at, UploadId: uploadId }
    if (uploadId !== undefined) await client.send(new AbortMultipartUploadCommand(gone)).catch(() => {})
    throw error
  }
}

function doubled(buffer: Buffer): Buffer {
  const more = Buffer.allocUnsafeSlow(Math.min(PART_BYTES, 2 * buffer.length))
  more.set(buffer)
  return more
}
