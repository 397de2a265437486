import type { LogLine } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useState } from 'react'
import { logContextQuery } from '../../../api/space-logs.ts'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { AnsiText, CutNote } from '../../../components/LogViewer/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { readLine } from './line-fields.ts'

const FIRST = 3
const MORE = 10

interface OpenLineProps {
  space: string
  line: LogLine
  by: 'trace' | 'instance'
  onBy(by: 'trace' | 'instance'): void
  onFilter(key: string, value: string): void
  /** The address that opens this line again. */
  link: string
}

/** An open line: what happened around it, and everything that it says. */
export function OpenLine({ space, line, by, onBy, onFilter, link }: OpenLineProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [around, setAround] = useState({ before: FIRST, after: FIRST })
  const context = useQuery(logContextQuery(space, { line: line.id, invocation: line.invocationId, by, ...around }))
  const { data } = context
  const { fields } = readLine(line)
  const facts: [string, string][] = [
    ['function', line.function],
    ['version', line.version === null ? 'draft' : String(line.version)],
    ['invocation', line.invocationId],
  ]
  const more = (side: 'before' | 'after') => setAround((now) => ({ ...now, [side]: now[side] + MORE }))
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_260px] border-t border-line bg-sunken narrow:grid-cols-1">
      <div className="min-w-0 px-gutter py-2.5">
        <div className="flex flex-wrap items-center gap-3 pb-2">
          <Segmented
            label={t('logs.context')}
            value={by}
            options={[
              { value: 'trace', label: t('logs.sameTrace') },
              { value: 'instance', label: t('logs.sameInstance') },
            ]}
            onChange={onBy}
          />
          {data && (
            <span className="text-fg-2">
              {t('logs.contextOf', {
                lines: t('logs.lines', { count: data.lines.length }),
                functions: t('logs.functions', { count: new Set(data.lines.map((each) => each.function)).size }),
              })}
            </span>
          )}
        </div>
        {context.error && !data ? (
          <ErrorView error={context.error} onRetry={() => void context.refetch()} />
        ) : !data ? (
          <SkeletonRows rows={4} />
        ) : (
          <>
            {data.more.before && <MoreLines onClick={() => more('before')} />}
            <ol className="font-mono text-[12px]/[20px]">
              {data.lines.map((each) => (
                <li
                  key={each.id}
                  aria-current={each.id === line.id || undefined}
                  className={clsx(
                    'grid grid-cols-[92px_44px_112px_minmax(0,1fr)] gap-x-2 narrow:grid-cols-[auto_auto_minmax(0,1fr)]',
                    each.id === line.id && 'bg-active',
                  )}
                >
                  <span className="num text-fg-3">
                    {format.clock(each.time)}.{String(new Date(each.time).getMilliseconds()).padStart(3, '0')}
                  </span>
                  <span
                    className={
                      each.level === 'error' ? 'text-danger' : each.level === 'warn' ? 'text-warning' : 'text-fg-2'
                    }
                  >
                    {each.level}
                  </span>
                  <span className="cut">{each.function}</span>
                  <span className="whitespace-pre-wrap wrap-anywhere narrow:col-span-3">
                    <AnsiText text={each.message} of={each} />
                    <CutNote line={each} />
                  </span>
                </li>
              ))}
            </ol>
            {data.more.after && <MoreLines onClick={() => more('after')} />}
          </>
        )}
      </div>
      <div className="border-l border-line px-4 py-2.5 narrow:border-t narrow:border-l-0">
        <div className="flex items-center gap-3 pb-2">
          <Link
            {...paths.invocations(space, line.function, { id: line.invocationId })}
            className="text-accent hover:underline"
          >
            {t('logs.invocation')}
          </Link>
          {data?.invocation && (
            <Link
              {...paths.trace(space, data.invocation.traceId, { at: line.time, call: line.invocationId })}
              className="text-accent hover:underline"
            >
              {t('logs.trace')}
            </Link>
          )}
          <Link {...paths.function(space, line.function)} className="text-accent hover:underline">
            {t('logs.function')}
          </Link>
          <span className="ml-auto flex items-center gap-1 text-sm text-fg-3">
            {t('logs.link')} <CopyButton text={link} />
          </span>
        </div>
        <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5">
          {[...facts, ...[...fields].map(([path, value]) => [path, String(value)] as [string, string])].map(
            ([key, value]) => (
              <div key={key} className="contents">
                <dt className="cut text-fg-2">{key}</dt>
                <dd className="min-w-0">
                  <button
                    type="button"
                    className="mono block max-w-full cut text-left text-sm hover:underline"
                    title={t('logs.filterBy', { key, value: value.slice(0, 200) })}
                    onClick={() => onFilter(key, value)}
                  >
                    {value.slice(0, 500)}
                  </button>
                </dd>
              </div>
            ),
          )}
        </dl>
      </div>
    </div>
  )
}

function MoreLines({ onClick }: { onClick(): void }) {
  const { t } = useTranslation()
  return (
    <button type="button" className="text-sm text-accent hover:underline" onClick={onClick}>
      {t('logs.tenMore')}
    </button>
  )
}
