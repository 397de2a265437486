/** Writes blobs of 200 kB until it is killed; prints a line once the first is in. */
import { randomBytes } from 'node:crypto'
import { openDiskBlobs } from '../src/index.ts'

const store = await openDiskBlobs(process.argv[2]!)
for (let count = 0; ; count++) {
  await store.put(randomBytes(200_000))
  if (count === 0) console.log('writing')
}
