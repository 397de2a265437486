/** "2027-03" of "originals/2027-03/"; a folder may have no name. */
export const folderName = (prefix: string): string => shown(prefix.split('/').at(-2) || '/')

/** undefined: the bucket itself. */
export const parentOf = (key: string): string | undefined => {
  const path = key.endsWith('/') ? key.slice(0, -1) : key
  return path.slice(0, path.lastIndexOf('/') + 1) || undefined
}

/** The last part of a key. */
export const nameOf = (key: string): string => key.split('/').at(-1) || key

/** Characters that show nothing, or turn the text around: with U+202E before "gpj.exe" it reads "exe.jpg". */
const HIDDEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A name or key as people read it. */
export function shown(text: string): string {
  const visible = text.replaceAll(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return visible.trim() === '' ? JSON.stringify(visible) : visible
}

/** The last part of a key as people read it. */
export const shownName = (key: string): string => shown(nameOf(key))
