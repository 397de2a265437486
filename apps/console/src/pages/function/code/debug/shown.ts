import type { Value } from './frames.ts'

/** What the engine puts in place of a secret's value. */
const SECRET = /^\[secret \w+\]$/
const MOST = 400

interface Preview {
  description?: string
  overflow: boolean
  properties: { name: string; value?: string; type: string; subtype?: string }[]
}

/** A value in one line. */
export function shown(value: Value): string {
  const { type, subtype, description, unserializableValue } = value
  if (type === 'string') return isSecret(value) ? '••••••••' : JSON.stringify(value.value).slice(0, MOST)
  if (type === 'accessor') return description!
  if (type === 'undefined' || subtype === 'null') return type === 'undefined' ? 'undefined' : 'null'
  if (type === 'function') return (description ?? 'function').split('\n')[0]!.slice(0, 80)
  const { preview } = value as { preview?: Preview }
  if (preview && (subtype === undefined || subtype === 'array')) {
    const parts = preview.properties.map(({ name, value: text, type: kind }) => {
      const what = kind === 'string' ? `'${text}'` : text === '' ? kind : (text ?? kind)
      return subtype === 'array' ? what : `${name}: ${what}`
    })
    if (preview.overflow) parts.push('…')
    return (subtype === 'array' ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`).slice(0, MOST)
  }
  return (unserializableValue ?? description ?? String(value.value)).split('\n')[0]!.slice(0, MOST)
}

export const isSecret = ({ type, value }: Value): boolean => type === 'string' && SECRET.test(String(value))
