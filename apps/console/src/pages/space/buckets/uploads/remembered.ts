const NAME = 'alcove.upload '

/** A large file of an earlier visit whose upload did not end: enough to know it again when a person chooses it. */
export interface Remembered {
  key: string
  bytes: number
  /** Milliseconds since the epoch. */
  lastModified: number
  /** The upload that its parts belong to. */
  id: string
}

interface Place {
  space: string
  bucket: string
}

type KnownFile = Pick<File, 'size' | 'lastModified'>

const nameOf = ({ space, bucket }: Place, key: string, file: KnownFile): string =>
  NAME + JSON.stringify([space, bucket, key, file.size, file.lastModified])

export const rememberedId = (target: Place & { key: string }, file: KnownFile): string | null =>
  localStorage.getItem(nameOf(target, target.key, file))

export const remember = (target: Place & { key: string }, file: KnownFile, id: string): void =>
  localStorage.setItem(nameOf(target, target.key, file), id)

export const forget = (target: Place & { key: string }, file: KnownFile): void =>
  localStorage.removeItem(nameOf(target, target.key, file))

/** All of a bucket. */
export function rememberedIn({ space, bucket }: Place): Remembered[] {
  return Object.entries(localStorage).flatMap(([name, id]) => {
    if (!name.startsWith(NAME)) return []
    const [ofSpace, ofBucket, key, bytes, lastModified] = JSON.parse(name.slice(NAME.length))
    return ofSpace === space && ofBucket === bucket ? [{ key, bytes, lastModified, id: String(id) }] : []
  })
}
