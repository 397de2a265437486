import { clsx } from 'clsx'
import { type KeyboardEvent, useId, useState } from 'react'
import { popupClass } from './popup.ts'

export interface Suggestion {
  /** What the field gets. */
  insert: string
  hint?: string | undefined
  count?: number | undefined
}

interface SuggestionsOptions {
  offered: () => readonly Suggestion[]
  onTake(suggestion: Suggestion): void
}

/** A text field that offers words to complete what is typed: the state, keys and attributes of a combobox. */
export function useSuggestions({ offered, onTake }: SuggestionsOptions) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const suggestions = isOpen ? offered() : []
  const open = () => {
    setOpen(true)
    setActive(-1)
  }
  const close = () => setOpen(false)
  const take = (suggestion: Suggestion) => {
    setActive(-1)
    onTake(suggestion)
  }

  /** @returns whether the key was one of the list's */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const chosen = suggestions[active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      const count = suggestions.length
      if (count > 0)
        setActive(event.key === 'ArrowDown' ? (active + 1) % count : (Math.max(active, 0) - 1 + count) % count)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen)
    else if (event.key === ' ' && event.ctrlKey) open()
    else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation()
      close()
    } else return false
    event.preventDefault()
    return true
  }

  const inputProps = {
    role: 'combobox',
    'aria-expanded': suggestions.length > 0,
    'aria-controls': id,
    'aria-activedescendant': active >= 0 ? `${id}-${active}` : undefined,
    'aria-autocomplete': 'list',
    autoComplete: 'off',
    spellCheck: false,
  } as const
  return { open, close, onKeyDown, inputProps, list: { id, suggestions, active, onTake: take } }
}

interface SuggestionListProps {
  id: string
  suggestions: readonly Suggestion[]
  active: number
  onTake(suggestion: Suggestion): void
  label: string
}

export function SuggestionList({ id, suggestions, active, onTake, label }: SuggestionListProps) {
  if (suggestions.length === 0) return null
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      className={clsx(popupClass, 'absolute inset-x-0 top-full z-20 mt-1 max-h-80 max-w-md overflow-y-auto p-1')}
    >
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.insert}
          tabIndex={-1}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={clsx(
            'flex items-baseline gap-3 rounded-control px-2 py-1',
            index === active ? 'bg-active' : 'hover:bg-hover',
          )}
          // Handle it before blur closes the list under the pointer.
          onPointerDown={(event) => {
            event.preventDefault()
            onTake(suggestion)
          }}
        >
          <span className="mono shrink-0">{suggestion.insert}</span>
          <span className="cut min-w-0 flex-1 text-sm text-fg-3">{suggestion.hint}</span>
          {suggestion.count !== undefined && <span className="num text-sm text-fg-3">{suggestion.count}</span>}
        </div>
      ))}
    </div>
  )
}
