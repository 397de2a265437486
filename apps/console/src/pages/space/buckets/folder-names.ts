/** "2027-03" of "originals/2027-03/"; a folder may have no name. */
export const folderName = (prefix: string): string => prefix.split('/').at(-2) || '/'

/** undefined: the bucket itself. */
export const parentOf = (key: string): string | undefined => {
  const path = key.endsWith('/') ? key.slice(0, -1) : key
  return path.slice(0, path.lastIndexOf('/') + 1) || undefined
}

/** The last part of a key. */
export const nameOf = (key: string): string => key.split('/').at(-1) || key
