import { SPACE_ARCHIVE_LIMITS, type Space, type SpaceImport } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { importSpace } from '../../../api/exchange.ts'
import { spaceKey, spacesQuery } from '../../../api/spaces.ts'
import { DropZone } from '../../../components/DropZone.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Differences } from './Differences.tsx'

const UNTOUCHED: ReadonlySet<string> = new Set(['unchanged', 'keep', 'skipped'])

/** Shows what an archive would change, and then does it: all of it, or nothing. */
export function ImportSection({ space }: { space: Space }) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useDenied(space)('spaces:write')
  const [file, setFile] = useState<File | null>(null)
  const [remove, setRemove] = useState(false)
  const [done, setDone] = useState<SpaceImport | null>(null)
  const tooLarge =
    file !== null &&
    file.size > SPACE_ARCHIVE_LIMITS.bytes &&
    t('layers.tooLarge', { size: format.bytes(file.size), max: format.bytes(SPACE_ARCHIVE_LIMITS.bytes) })
  const preview = useQuery({
    queryKey: [...spaceKey(space.name), 'import', file?.name, file?.size, file?.lastModified, remove],
    queryFn: () => importSpace(space.name, { archive: file!, remove }),
    enabled: file !== null && !tooLarge && done === null,
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
    placeholderData: (before) => before,
  })
  // The preview of the file before stays while the next one is read.
  const result = tooLarge ? undefined : (done ?? preview.data)
  const count = result?.items.filter(({ change }) => !UNTOUCHED.has(change)).length ?? 0
  const refused = result?.items.find(({ change }) => change === 'refused')
  const run = useChange({
    run: () => importSpace(space.name, { archive: file!, remove, expected: preview.data!.fingerprint }),
    done: () => t('exchange.done', { count }),
    invalidates: [spacesQuery.queryKey],
    onDone: async (applied, _input, client) => {
      setDone(applied)
      await client.invalidateQueries({ queryKey: spaceKey(space.name) })
    },
  })
  return (
    <div className="grid gap-4">
      <div className="grid max-w-[720px] gap-3 px-gutter">
        <p className="text-fg-2">{t('exchange.importMeans')}</p>
        <DropZone
          label={t('exchange.archive')}
          accept=".zip,application/zip"
          file={file}
          size={file ? format.bytes(file.size) : ''}
          error={tooLarge || (preview.error?.message ?? null)}
          onFile={(chosen) => {
            setDone(null)
            setFile(chosen)
          }}
        />
        {result && !done && (
          <Checkbox checked={remove} onChange={setRemove}>
            {t('exchange.remove')}
          </Checkbox>
        )}
        {preview.isLoading && <p className="text-fg-2">{t('exchange.reading')}</p>}
      </div>
      {result && !preview.error && (
        <>
          <div className="flex max-w-[720px] flex-wrap items-center gap-3 px-gutter">
            <Button
              variant="primary"
              pending={run.isPending || preview.isFetching}
              disabledReason={
                denied ??
                (refused && t('exchange.refused', { item: refused.name })) ??
                (done ? t('exchange.done', { count }) : count === 0 && t('exchange.nothing'))
              }
              // The space may have changed since the preview.
              onClick={() => run.mutate(undefined, { onError: () => void preview.refetch() })}
            >
              {t('exchange.apply', { count })}
            </Button>
            <span role="status" className="text-fg-2">
              {done ? t('exchange.done', { count }) : count === 0 ? t('exchange.nothing') : t('exchange.whole')}
            </span>
          </div>
          <Differences result={result} />
        </>
      )}
    </div>
  )
}
