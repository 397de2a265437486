import { LOG_LEVELS, parseLogQuery } from '@alcove/contract'
import { clsx } from 'clsx'
import { ListFilter } from 'lucide-react'
import { type Ref, useId, useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { type Suggestion, SuggestionList, useSuggestions } from '../../../ui/Suggestions.tsx'
import type { FieldFacts } from './line-fields.ts'

interface QueryFieldProps {
  value: string
  onChange(query: string): void
  functions: readonly string[]
  /** The fields of the lines that are loaded. */
  fields: readonly FieldFacts[]
  inputRef: Ref<HTMLInputElement>
}

const MOST = 12

/** The query as text, with completion of fields and values, and what is wrong with it in words. */
export function QueryField({ value, onChange, functions, fields, inputRef }: QueryFieldProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const problem = useId()
  const [typed, setTyped] = useState(value)
  const [committed, setCommitted] = useState(value)
  const [isDone, setIsDone] = useState(true)
  // The URL changed elsewhere: a filter was clicked, or the page went back.
  if (committed !== value) {
    setCommitted(value)
    setTyped(value)
  }
  const { error: found } = parseLogQuery(typed)
  // An unfinished term at the end is not an error yet.
  const error = found !== null && (isDone || found.end < typed.length) ? found : null
  const hints = {
    function: t('logs.hint.function'),
    version: t('logs.hint.version'),
    invocation: t('logs.hint.invocation'),
    or: t('logs.hint.or'),
  }
  const commit = (query: string) => {
    setIsDone(true)
    if (parseLogQuery(query).error !== null || query.trim() === value) return
    setCommitted(query.trim())
    onChange(query.trim())
  }
  const completion = useSuggestions({
    offered: () => suggest(typed, functions, fields, hints),
    onTake({ insert }) {
      setTyped(typed.slice(0, wordStart(typed)) + insert + (/[:>]$/.test(insert) ? '' : ' '))
      completion.open()
    },
  })

  return (
    <div className="relative min-w-0 flex-1 narrow:basis-full">
      <div
        className={clsx(
          'flex h-8 items-center gap-2 rounded-field border bg-raised px-2.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent narrow:h-9',
          error ? 'border-danger' : 'border-line-input',
        )}
      >
        <ListFilter size={14} className="shrink-0 text-fg-3" />
        <input
          ref={inputRef}
          {...completion.inputProps}
          aria-label={t('logs.query')}
          aria-invalid={error !== null}
          aria-describedby={error ? problem : undefined}
          value={typed}
          placeholder={t('logs.placeholder')}
          className="mono h-full min-w-0 flex-1 bg-transparent outline-none"
          onChange={(event) => {
            setTyped(event.target.value)
            setIsDone(false)
            completion.open()
          }}
          onBlur={() => {
            completion.close()
            commit(typed)
          }}
          onKeyDown={(event) => {
            if (completion.onKeyDown(event) || event.key !== 'Enter') return
            event.preventDefault()
            completion.close()
            commit(typed)
          }}
        />
      </div>
      {error && (
        <p id={problem} className="pt-1 text-sm text-danger">
          {t(`logs.problem.${error.problem}`)}{' '}
          <span className="text-fg-3">
            {t('logs.at', { at: format.number(error.at + 1) })}{' '}
            <code className="mono">{typed.slice(error.at, error.end).slice(0, 40)}</code>
          </span>
        </p>
      )}
      <SuggestionList {...completion.list} label={t('logs.suggestions')} />
    </div>
  )
}

/** Where the current word begins; a minus or parenthesis before it stays. */
function wordStart(text: string): number {
  return text.length - /[^\s()]*$/.exec(text)![0].replace(/^-/, '').length
}

function suggest(
  typed: string,
  functions: readonly string[],
  fields: readonly FieldFacts[],
  hints: Readonly<Record<'function' | 'version' | 'invocation' | 'or', string>>,
): Suggestion[] {
  const word = typed.slice(wordStart(typed))
  const [, key, before = '', part = ''] = /^([^:"<>]+):((?:[^,]*,)*)([^,]*)$/.exec(word) ?? []
  if (key !== undefined) {
    const values =
      key === 'level'
        ? LOG_LEVELS
        : key === 'function'
          ? functions
          : (fields.find(({ path }) => path === key)?.values ?? [])
    return values
      .filter((value) => value.toLowerCase().includes(part.toLowerCase()))
      .slice(0, MOST)
      .map((value) => ({
        insert: `${key}:${before}${/[\s(),"]/.test(value) ? JSON.stringify(value) : value}`,
        hint: '',
      }))
  }
  const known: Suggestion[] = [
    { insert: 'level:', hint: LOG_LEVELS.join(', ') },
    { insert: 'function:', hint: hints.function },
    { insert: 'version:', hint: hints.version },
    { insert: 'invocation:', hint: hints.invocation },
    ...fields.map(({ path, values, lines }) => ({
      insert: `${path}:`,
      hint: values.slice(0, 2).join(', '),
      count: lines,
    })),
    ...(typed.trim().includes(' ') || word === '' ? [{ insert: 'or', hint: hints.or }] : []),
  ]
  return known.filter(({ insert }) => insert.toLowerCase().startsWith(word.toLowerCase())).slice(0, MOST)
}
