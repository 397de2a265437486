import type en from './en/index.ts'
import type space from './en/space.ts'

type Singular<K> = K extends `${infer Key}_one` | `${infer Key}_other` ? Key : K
type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${KeyOf<T[K]>}`
}[keyof T & string]

/** Where a text stands: `fn.run.event`. */
export type TextKey = KeyOf<typeof en & typeof space>

/** A text with its `{{names}}` filled in; given a `count`, in the form that this number takes in the language. */
export type Translate = (key: TextKey, values?: object) => string

export function translator(language: string, texts: ReadonlyMap<string, string>): Translate {
  const forms = new Intl.PluralRules(language)
  return (key, values = {}) => {
    const known = new Map<string, unknown>(Object.entries(values))
    const count = known.get('count')
    const counted = typeof count === 'number' ? texts.get(`${key}_${forms.select(count)}`) : undefined
    return (counted ?? texts.get(key) ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(known.get(name)))
  }
}

/** Every text under its key. */
export function* textsIn(tree: object, prefix = ''): Generator<[key: string, text: string]> {
  for (const [name, value] of Object.entries(tree) as [string, string | object][]) {
    if (typeof value === 'string') yield [prefix + name, value]
    else yield* textsIn(value, `${prefix}${name}.`)
  }
}
