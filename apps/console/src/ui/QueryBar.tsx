import { clsx } from 'clsx'
import { ListFilter } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { FilterToken } from './FilterToken.tsx'
import { popupClass } from './popup.ts'
import { formatQuery, parseQuery, type QueryToken } from './query.ts'

export interface QueryField {
  /** One that ends in a dot stands for all that begin with it. */
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
}

interface Suggestion {
  insert: string
  label: string
  hint?: string
}

/** A field of `key:value` tokens with completion. */
export function QueryBar({ fields, value, onChange, label, placeholder }: QueryBarProps) {
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const keys = fields.map((field) => field.key)
  const { tokens, text } = parseQuery(value, keys)
  const [typed, setTyped] = useState(text)
  const [committed, setCommitted] = useState(value)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  // The URL changed elsewhere (back button, a link): show its query.
  if (committed !== value) {
    setCommitted(value)
    setTyped(text)
  }

  const suggestions = open ? suggest(fields, tokens, typed) : []
  const commit = (next: { tokens: QueryToken[]; text: string }) => {
    const query = formatQuery(next)
    setCommitted(query)
    setTyped(next.text)
    setActive(-1)
    if (query !== value) onChange(query)
  }
  const submit = (raw: string) => {
    const parsed = parseQuery(raw, keys)
    commit({ tokens: [...tokens, ...parsed.tokens], text: parsed.text })
  }
  const take = (suggestion: Suggestion) => {
    const head = typed.slice(0, typed.length - lastWord(typed).length)
    if (/[:.]$/.test(suggestion.insert)) setTyped(head + suggestion.insert)
    else submit(head + suggestion.insert)
    setActive(-1)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      const count = suggestions.length
      if (count > 0) setActive((active + step + (active < 0 && step < 0 ? 1 : 0) + count) % count)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = suggestions[active]
      if (chosen) take(chosen)
      else {
        submit(typed)
        setOpen(false)
      }
    } else if (event.key === 'Tab' && suggestions[active]) {
      event.preventDefault()
      take(suggestions[active])
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
    } else if (event.key === 'Backspace' && typed === '' && tokens.length > 0) {
      commit({ tokens: tokens.slice(0, -1), text: '' })
    }
  }

  return (
    <div className="relative min-w-0 flex-1">
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
            onRemove={() => commit({ tokens: tokens.filter((_, i) => i !== index), text: typed })}
          />
        ))}
        <input
          ref={input}
          role="combobox"
          aria-label={label}
          aria-expanded={suggestions.length > 0}
          aria-controls={list}
          aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder={tokens.length === 0 ? placeholder : undefined}
          className="h-full min-w-24 flex-1 bg-transparent outline-none"
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            setActive(-1)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false)
            submit(typed)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {suggestions.length > 0 && (
        <div
          id={list}
          role="listbox"
          tabIndex={-1}
          aria-label={label}
          className={clsx(popupClass, 'absolute inset-x-0 top-full z-20 mt-1 max-h-72 max-w-md overflow-y-auto p-1')}
        >
          {suggestions.map((suggestion, index) => (
            <div
              key={suggestion.insert}
              tabIndex={-1}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              className={clsx(
                'flex items-baseline gap-3 rounded-control px-2 py-1',
                index === active ? 'bg-active' : 'hover:bg-hover',
              )}
              // Handle it before blur closes the list under the pointer.
              onPointerDown={(event) => {
                event.preventDefault()
                take(suggestion)
              }}
            >
              <span className="mono shrink-0">{suggestion.insert}</span>
              <span className="cut text-sm text-fg-3">{suggestion.hint}</span>
            </div>
          ))}
        </div>
      )}
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
      .map((candidate) => ({ insert: `${key}:${candidate.value}`, label: candidate.value, hint: candidate.label }))
  }
  return fields
    .filter((candidate) => candidate.key.startsWith(word.toLowerCase()))
    .filter((candidate) => !tokens.some((token) => token.key === candidate.key))
    .map(({ key, hint }) => ({ insert: key.endsWith('.') ? key : `${key}:`, label: key, hint }))
}
