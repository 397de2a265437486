import { readFileSync } from 'node:fs'

/** A package.json, or null when it is missing or unreadable. */
export function readManifest(path) {
  try {
    const manifest = JSON.parse(readText(path))
    return typeof manifest === 'object' ? manifest : null
  } catch {
    return null
  }
}

/** Without the byte order mark that editors on Windows write. */
export function readText(path) {
  const text = readFileSync(path, 'utf8')
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
