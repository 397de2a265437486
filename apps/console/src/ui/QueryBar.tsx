import { ListFilter } from 'lucide-react'
import { useRef, useState } from 'react'
import { FilterToken } from './FilterToken.tsx'
import { formatQuery, parseQuery, type QueryToken } from './query.ts'
import { type Suggestion, SuggestionList, useSuggestions } from './Suggestions.tsx'

export interface QueryField {
  /** A key that ends in a dot matches all keys that begin with it. */
  key: string
  /** What the key filters by, in a few words. */
  hint: string
  /** Known values, offered while typing. Without them any text is accepted. */
  values?: readonly { value: string; label?: string }[]
}

interface QueryBarProps {
  fields: readonly QueryField[]
  /** The whole query as text, as in the URL. */
  value: string
  onChange: (value: string) => void
  label: string
  placeholder?: string
  /** Why a token filters nothing: the field has no such value. */
  ignored?(token: QueryToken): string | undefined
}

/** A field of `key:value` tokens with completion. */
export function QueryBar({ fields, value, onChange, label, placeholder, ignored }: QueryBarProps) {
  const input = useRef<HTMLInputElement>(null)
  const keys = fields.map((field) => field.key)
  const { tokens, text } = parseQuery(value, keys)
  const [typed, setTyped] = useState(text)
  const [committed, setCommitted] = useState(value)
  // The URL changed elsewhere (back button, a link): show its query.
  if (committed !== value) {
    setCommitted(value)
    setTyped(text)
  }

  const commit = (next: { tokens: QueryToken[]; text: string }) => {
    const query = formatQuery(next)
    setCommitted(query)
    setTyped(next.text)
    if (query !== value) onChange(query)
  }
  const submit = (raw: string) => {
    const parsed = parseQuery(raw, keys)
    commit({ tokens: [...tokens, ...parsed.tokens], text: parsed.text })
  }
  const completion = useSuggestions({
    offered: () => suggest(fields, tokens, typed),
    onTake({ insert }) {
      const head = typed.slice(0, typed.length - lastWord(typed).length)
      if (/[:.]$/.test(insert)) setTyped(head + insert)
      else submit(head + insert)
      input.current?.focus()
    },
  })

  return (
    <div className="relative min-w-0 flex-1 narrow:basis-full">
      <div
        className="flex h-8 items-center gap-1.5 overflow-x-auto rounded-field border border-line-input bg-raised pr-2 pl-2.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent narrow:h-9"
        onPointerDown={(event) => event.target === event.currentTarget && setTimeout(() => input.current?.focus())}
      >
        <ListFilter size={14} className="text-fg-3" />
        {tokens.map((token, index) => (
          <FilterToken
            key={`${token.key}:${token.value}`}
            name={token.key}
            value={token.value}
            ignored={ignored?.(token)}
            onRemove={() => commit({ tokens: tokens.filter((_, i) => i !== index), text: typed })}
          />
        ))}
        <input
          ref={input}
          {...completion.inputProps}
          aria-label={label}
          value={typed}
          placeholder={tokens.length === 0 ? placeholder : undefined}
          className="h-full min-w-24 flex-1 bg-transparent outline-none"
          onChange={(event) => {
            setTyped(event.target.value)
            completion.open()
          }}
          onFocus={completion.open}
          onBlur={() => {
            completion.close()
            submit(typed)
          }}
          onKeyDown={(event) => {
            if (completion.onKeyDown(event)) return
            if (event.key === 'Enter') {
              event.preventDefault()
              submit(typed)
              completion.close()
            } else if (event.key === 'Backspace' && typed === '' && tokens.length > 0) {
              commit({ tokens: tokens.slice(0, -1), text: '' })
            }
          }}
        />
      </div>
      <SuggestionList {...completion.list} label={label} />
    </div>
  )
}

function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(' ') + 1)
}

/** Suggests keys, and after a colon the values of the key. */
function suggest(fields: readonly QueryField[], tokens: readonly QueryToken[], typed: string): Suggestion[] {
  const word = lastWord(typed)
  const [key = '', value] = word.split(':', 2)
  const field = fields.find((candidate) => candidate.key === key)
  if (value !== undefined && field) {
    return (field.values ?? [])
      .filter((candidate) => candidate.value.toLowerCase().includes(value.toLowerCase()))
      .map((candidate) => ({ insert: `${key}:${candidate.value}`, hint: candidate.label }))
  }
  return fields
    .filter((candidate) => candidate.key.startsWith(word.toLowerCase()))
    .filter((candidate) => !tokens.some((token) => token.key === candidate.key))
    .map(({ key, hint }) => ({ insert: key.endsWith('.') ? key : `${key}:`, hint }))
}
