import type { ImportResult } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { importRoutes, routesKey } from '../../../api/routes.ts'
import { DropZone } from '../../../components/DropZone.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { RoutePath } from './RoutePath.tsx'

interface ImportDialogProps {
  space: string
  onClose(): void
}

/** Shows what an OpenAPI file would create and change, and then does it. */
export function ImportDialog({ space, onClose }: ImportDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [file, setFile] = useState<File | null>(null)
  const [unnamed, setUnnamed] = useState<'keep' | 'delete'>('keep')
  const deleteUnnamed = unnamed === 'delete'
  const preview = useQuery({
    queryKey: [...routesKey(space), 'preview', file?.name, file?.size, file?.lastModified, deleteUnnamed],
    queryFn: () => importRoutes(space, file!, { preview: true, deleteUnnamed }),
    enabled: file !== null,
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const run = useChange({
    run: () => importRoutes(space, file!, { preview: false, deleteUnnamed }),
    invalidates: [routesKey(space)],
    done: (result) => t('gateway.importing.done', { count: changesIn(result) }),
    onDone: onClose,
  })
  const result = preview.data
  const count = result ? changesIn(result) : 0
  return (
    <FormDialog
      width={640}
      onClose={onClose}
      title={file ? t('gateway.importing.title', { file: file.name }) : t('gateway.import')}
      description={
        result
          ? t('gateway.importing.summary', { version: result.version, count: result.operations })
          : t('gateway.importing.chooseHint')
      }
      submit={count > 0 ? t('gateway.importing.run', { count }) : t('gateway.import')}
      pending={run.isPending || preview.isFetching}
      disabledReason={
        (!file && t('gateway.importing.fileFirst')) ||
        (preview.error && preview.error.message) ||
        (result && count === 0 && t('gateway.importing.nothing')) ||
        null
      }
      onSubmit={() => run.mutate(undefined)}
    >
      <DropZone
        label={t('gateway.importing.choose')}
        accept=".json,.yaml,.yml,application/json,application/yaml"
        file={file}
        size={file ? format.bytes(file.size) : ''}
        error={isApiError(preview.error) ? preview.error.message : null}
        onFile={setFile}
      />
      {preview.isLoading && <p className="text-fg-2">{t('gateway.importing.reading')}</p>}
      {result && !preview.error && <Preview result={result} />}
      {result && result.unnamed > 0 && (
        <div className="flex items-center gap-3">
          <span className="flex-1">
            {t('gateway.importing.unnamed')} <span className="num text-fg-2">{result.unnamed}</span>
          </span>
          <Segmented
            label={t('gateway.importing.unnamed')}
            value={unnamed}
            onChange={setUnnamed}
            options={[
              { value: 'keep', label: t('gateway.importing.keep') },
              { value: 'delete', label: t('gateway.importing.deleteThem') },
            ]}
          />
        </div>
      )}
    </FormDialog>
  )
}

const OUTCOMES = ['clash', 'refused', 'delete', 'change', 'new', 'same'] as const
/** Rows that are shown: the counts say how many there are. */
const SHOWN = 200

function Preview({ result }: { result: ImportResult }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = OUTCOMES.flatMap((outcome) => result.routes.filter((route) => route.outcome === outcome))
  return (
    <div className="grid gap-2">
      <p className="num flex flex-wrap gap-x-4">
        {OUTCOMES.toReversed()
          .filter((outcome) => (result.counts[outcome] ?? 0) > 0)
          .map((outcome) => (
            <span key={outcome} className={isBad(outcome) ? 'text-danger' : undefined}>
              <b className="font-name">{format.number(result.counts[outcome]!)}</b>{' '}
              {t(`gateway.importing.outcome.${outcome}`)}
            </span>
          ))}
      </p>
      <ul aria-label={t('gateway.routes')} className="max-h-80 overflow-y-auto border-y border-line">
        {rows.slice(0, SHOWN).map(({ outcome, name, method, path, detail }) => (
          <li
            key={`${outcome} ${name} ${method} ${path}`}
            className={`grid grid-cols-[64px_60px_minmax(0,1fr)] items-baseline gap-x-2 border-b border-line px-2 py-1.5 last:border-b-0 narrow:grid-cols-[40px_52px_minmax(0,1fr)] ${isBad(outcome) ? 'bg-danger-tint' : ''}`}
          >
            <span className={isBad(outcome) ? 'font-name text-danger' : 'text-fg-2'}>
              {t(`gateway.importing.outcome.${outcome}`)}
            </span>
            <span className="mono text-sm text-fg-2">{method}</span>
            <span className="min-w-0">
              <RoutePath path={path} wraps />
              {detail !== '' && <span className="block text-sm text-fg-2">{said(detail)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p className="text-sm text-fg-3">{t('gateway.importing.more', { count: rows.length - SHOWN })}</p>
      )}
    </div>
  )
}

const isBad = (outcome: (typeof OUTCOMES)[number]): boolean =>
  outcome === 'clash' || outcome === 'refused' || outcome === 'delete'

function changesIn({ counts }: ImportResult): number {
  return (counts.new ?? 0) + (counts.change ?? 0) + (counts.delete ?? 0)
}
