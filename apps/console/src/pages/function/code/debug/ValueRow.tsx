import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import type { Value } from './frames.ts'
import { propertiesQuery } from './properties-query.ts'
import type { DebugSession } from './session.ts'
import { isSecret, shown } from './shown.ts'

interface ValueRowProps {
  session: DebugSession
  /** Null: the answer to an expression. */
  name: string | null
  value: Value
  depth: number
  /** Changes when values may have changed. */
  stop: number
  onChange?: (expression: string) => Promise<void>
}

/** A name and its value. Objects are read when they are unfolded. */
export function ValueRow({ session, name, value, depth, stop, onChange }: ValueRowProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [editing, setEditing] = useState(false)
  const folds = value.objectId !== undefined
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <li>
      <div className="flex min-h-[22px] items-center gap-1 pr-2 hover:bg-hover" style={{ paddingLeft: 8 + depth * 14 }}>
        {folds ? (
          <button
            type="button"
            aria-expanded={open}
            aria-label={t('fn.debug.unfold', { name: name ?? shown(value) })}
            onClick={() => setOpen(!open)}
          >
            <Chevron size={12} aria-hidden="true" />
          </button>
        ) : (
          <span className="w-3" />
        )}
        {name === null ? (
          <span>{'⤷ '}</span>
        ) : (
          <>
            <span className="text-fg-2">{name}</span>
            <span className="text-fg-3">=</span>
          </>
        )}
        {editing ? (
          <input
            ref={select}
            aria-label={t('fn.debug.newValue', { name })}
            defaultValue={shown(value)}
            className="min-w-0 flex-1 border border-line-input bg-raised px-1 font-mono"
            onBlur={() => setEditing(false)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setEditing(false)
              if (event.key !== 'Enter') return
              void onChange?.(event.currentTarget.value)
              setEditing(false)
            }}
          />
        ) : (
          <span
            className={name === null ? 'min-w-0 wrap-anywhere whitespace-pre-wrap' : 'cut'}
            title={onChange ? t('fn.debug.doubleClick') : undefined}
            onDoubleClick={() => setEditing(onChange !== undefined)}
          >
            {shown(value)}
            {isSecret(value) && <span className="ml-2 text-fg-3">{t('fn.debug.secret')}</span>}
          </span>
        )}
      </div>
      {open && folds && <Properties session={session} of={value} depth={depth + 1} stop={stop} />}
    </li>
  )
}

const select = (input: HTMLInputElement | null): void => input?.select()

const MOST_ROWS = 500

interface PropertiesProps {
  session: DebugSession
  of: Value
  depth: number
  stop: number
  onChange?: (name: string, expression: string) => Promise<void>
}

/** What an object holds. */
export function Properties({ session, of, depth, stop, onChange }: PropertiesProps) {
  const { t } = useTranslation()
  const { data, error } = useQuery({
    ...propertiesQuery(session, of, stop),
    // The rows of the last stop stay until the new ones are here.
    placeholderData: (before) => before,
  })
  if (error) return <p className="px-6 wrap-anywhere text-danger">{error.message}</p>
  if (!data) return <p className="px-6 text-fg-3">…</p>
  if (data.length === 0) return <p className="px-6 text-fg-3">{t('fn.debug.nothing')}</p>
  return (
    <ul>
      {data.slice(0, MOST_ROWS).map(({ name, value }) => (
        <ValueRow
          key={name}
          session={session}
          name={name}
          value={value}
          depth={depth}
          stop={stop}
          {...(onChange && { onChange: (expression: string) => onChange(name, expression) })}
        />
      ))}
      {data.length >= MOST_ROWS && <li className="px-6 text-fg-3">{t('fn.debug.more', { count: MOST_ROWS })}</li>}
    </ul>
  )
}
