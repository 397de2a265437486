import { defaultFilter } from 'cmdk'

/**
 * How well the typed text names an entry, 0 to 1: whole names come before beginnings of names, these before beginnings
 * of words, these before parts of words, and letters in order come last.
 * @param names what the entry is called; the first is its own name, others lead to it as well
 */
export function rank(typed: string, names: readonly string[]): number {
  const text = typed.trim().toLowerCase()
  if (text === '') return 1
  return Math.max(...names.map((name, index) => rankOf(text, name.toLowerCase()) * (index === 0 ? 1 : 0.95)))
}

function rankOf(text: string, name: string): number {
  if (name === text) return 1
  // The shorter of two names is named more completely.
  const share = text.length / Math.max(text.length, name.length)
  if (name.startsWith(text)) return 0.8 + 0.1 * share
  const at = name.indexOf(text)
  if (at > 0) return (/[^\p{L}\p{N}]/u.test(name[at - 1]!) ? 0.6 : 0.4) + 0.1 * share
  return defaultFilter(name, text) * 0.3
}
