import { LOG_LEVELS, type LogCounts, type LogLevel } from '@alcove/contract'
import { clsx } from 'clsx'
import { type ReactNode, useState } from 'react'
import { LevelSwatch } from '../../../components/LogViewer/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { valuesOf } from './edit-query.ts'
import type { FieldFacts } from './line-fields.ts'

const FEW = 8

interface RailProps {
  query: string
  counts: LogCounts | undefined
  functions: readonly string[]
  fields: readonly FieldFacts[]
  columns: readonly string[]
  onToggle(key: string, value: string): void
  onColumn(path: string): void
}

/** What narrows the lines with a click: levels, functions, and the fields that become columns. */
export function Rail({ query, counts, functions, fields, columns, onToggle, onColumn }: RailProps) {
  const { t } = useTranslation()
  const levels = valuesOf(query, 'level')
  const names = valuesOf(query, 'function')
  const ofLevel = (level: LogLevel) => counts?.steps.reduce((sum, step) => sum + step.levels[level], 0)
  const sorted = functions.toSorted((a, b) => (counts?.functions[b] ?? 0) - (counts?.functions[a] ?? 0))
  return (
    <aside
      aria-label={t('logs.narrow')}
      className="min-h-0 overflow-y-auto border-r border-line bg-sunken compact:hidden"
    >
      <Part title={t('logs.level')}>
        {LOG_LEVELS.toReversed().map((level) => (
          <Choice
            key={level}
            on={levels.includes(level)}
            count={ofLevel(level)}
            onClick={() => onToggle('level', level)}
          >
            <span className="mr-2">
              <LevelSwatch level={level} />
            </span>
            {level}
          </Choice>
        ))}
      </Part>
      <Part title={t('logs.function')}>
        <More>
          {sorted.map((name) => (
            <Choice
              key={name}
              on={names.includes(name)}
              count={counts && (counts.functions[name] ?? 0)}
              onClick={() => onToggle('function', name)}
            >
              {name}
            </Choice>
          ))}
        </More>
      </Part>
      <Part title={t('logs.fields')}>
        {fields.length === 0 ? (
          <p className="text-sm text-fg-3">{t('logs.noFields')}</p>
        ) : (
          <>
            <More>
              {fields.map(({ path, lines }) => (
                <div key={path} className="flex items-baseline gap-2">
                  <div className="min-w-0 flex-1">
                    <Checkbox checked={columns.includes(path)} onChange={() => onColumn(path)}>
                      <span className="mono block cut text-sm">{path}</span>
                    </Checkbox>
                  </div>
                  <span className="num text-sm text-fg-3">{lines}</span>
                </div>
              ))}
            </More>
            <p className="pt-1 text-sm text-fg-3">{t('logs.fieldsHint')}</p>
          </>
        )}
      </Part>
    </aside>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3">
      <h2 className="pb-1.5 text-sm font-name text-fg-2">{title}</h2>
      {children}
    </section>
  )
}

interface ChoiceProps {
  on: boolean
  count: number | undefined
  onClick(): void
  children: ReactNode
}

function Choice({ on, count, onClick, children }: ChoiceProps) {
  const format = useFormat()
  return (
    <button
      type="button"
      aria-pressed={on}
      className={clsx(
        'flex w-full items-baseline gap-2 rounded-control py-0.5 text-left hover:bg-hover',
        on && 'font-name',
      )}
      onClick={onClick}
    >
      <span className="cut min-w-0 flex-1">{children}</span>
      {count !== undefined && <span className="num text-sm text-fg-3">{format.number(count)}</span>}
    </button>
  )
}

function More({ children }: { children: ReactNode[] }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  return (
    <>
      {all ? children : children.slice(0, FEW)}
      {children.length > FEW && !all && (
        <button type="button" className="pt-0.5 text-sm text-fg-2 hover:text-fg" onClick={() => setAll(true)}>
          {t('logs.more', { count: children.length - FEW })}
        </button>
      )}
    </>
  )
}
