import type { Logpoint } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { logpointsKey, logpointsQuery, removeLogpoint } from '../../../../api/logpoints.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { said } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button } from '../../../../ui/Button.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { LogpointDialog } from './LogpointDialog.tsx'

interface LogpointPanelProps {
  space: string
  fn: string
  version: number
  /** Where the cursor is. */
  place: () => { file: string; line: number } | null
  readOnly: string | undefined
  onGo(file: string, line: number): void
}

/** Below the code of a version: the lines that it logs in addition. */
export function LogpointPanel({ space, fn, version, place, readOnly, onGo }: LogpointPanelProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState<{ file: string; line: number } | null>(null)
  const points = (useQuery(logpointsQuery(space, fn)).data ?? []).filter((point) => point.version === version)
  return (
    <section aria-label={t('fn.logpoints.title')} className="border-t border-line">
      <div className="flex h-9 items-center gap-2 border-b border-line px-3">
        <h2 className="font-heading">{t('fn.logpoints.title')}</h2>
        <Link {...paths.logs(space, fn, { q: '"[logpoint"' })} className="link ml-auto text-sm">
          {t('fn.logpoints.lines')}
        </Link>
        <Button size="sm" icon={<Plus size={13} />} disabledReason={readOnly} onClick={() => setAdding(place())}>
          {t('fn.logpoints.add')}
        </Button>
      </div>
      {points.length === 0 ? (
        <p className="px-3 py-2 text-fg-3">{t('fn.logpoints.none')}</p>
      ) : (
        <ul className="max-h-40 overflow-y-auto">
          {points.map((point) => (
            <PointRow key={point.id} space={space} fn={fn} point={point} readOnly={readOnly} onGo={onGo} />
          ))}
        </ul>
      )}
      {adding && (
        <LogpointDialog space={space} fn={fn} version={version} place={adding} onClose={() => setAdding(null)} />
      )}
    </section>
  )
}

interface PointRowProps extends Pick<LogpointPanelProps, 'space' | 'fn' | 'readOnly' | 'onGo'> {
  point: Logpoint
}

function PointRow({ space, fn, point, readOnly, onGo }: PointRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, file, line, expression, condition, state, hits, maxHits, problem } = point
  const place = `${file}:${line}`
  const remove = useChange({
    run: () => removeLogpoint(space, fn, id),
    invalidates: [logpointsKey(space, fn)],
    done: () => t('fn.logpoints.removed', { place }),
  })
  const active = state === 'active'
  return (
    <li
      className={`flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line px-3 py-1 ${active ? '' : 'text-fg-3'}`}
    >
      <button type="button" className="link mono text-sm" onClick={() => onGo(file, line)}>
        {place}
      </button>
      <span className="mono min-w-0 flex-1 cut text-sm" title={expression}>
        {expression}
        {condition !== null && <span className="text-fg-3"> · {condition}</span>}
      </span>
      <span className="num text-sm">
        {t('fn.logpoints.hitsOf', { hits: format.number(hits), most: format.number(maxHits) })}
      </span>
      <span className="text-sm">
        {active ? t('fn.logpoints.until', { time: format.clock(point.expiresAt) }) : t(`fn.logpoints.state.${state}`)}
      </span>
      {active && (
        <IconButton
          size="sm"
          label={t('fn.logpoints.remove', { place })}
          icon={<X size={13} />}
          disabledReason={readOnly}
          onClick={() => remove.mutate(undefined)}
        />
      )}
      {problem && <span className="w-full text-sm text-warning wrap-anywhere">{said(problem)}</span>}
    </li>
  )
}
