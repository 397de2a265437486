import { alcove, AlcoveError, type Bucket, type Handler } from 'alcove'

/** The event of a bucket trigger has the shape of AWS S3. */
interface UploadEvent {
  Records: { s3: { bucket: { name: string }; object: { key: string } } }[]
}

export const handler: Handler<UploadEvent> = ({ Records }) =>
  Promise.all(
    // Keys in events are encoded as in a URL, with + for a space.
    Records.map(({ s3 }) =>
      react(alcove.bucket(s3.bucket.name), decodeURIComponent(s3.object.key.replaceAll('+', ' '))),
    ),
  )

async function react(bucket: Bucket, key: string) {
  let rows = 0
  try {
    const file = await bucket.get(key)
    rows = (await file.text()).split('\n').filter((line) => line.trim() !== '').length
  } catch (error) {
    // Events come at least once, and maybe late: the file may be gone.
    if (error instanceof AlcoveError && error.code === 'NotFound') return { key, gone: true }
    throw error
  }
  // Not under incoming/: that would start this function again.
  const summary = `summaries/${key.slice(key.lastIndexOf('/') + 1)}.json`
  await bucket.put(summary, JSON.stringify({ key, rows }), { contentType: 'application/json' })
  console.info(`${key} has ${rows} rows`)
  return { key, rows, summary }
}
