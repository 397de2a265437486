import type { EngineStatus } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Section } from '../../ui/Section.tsx'
import { Table } from '../../ui/Table.tsx'
import { runtimeName } from '../../components/runtimes.ts'

type Pool = EngineStatus['prewarmed'][number]

/** Prewarmed sandboxes, by runtime and size. */
export function Pools({ pools }: { pools: readonly Pool[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Section
      title={t('engine.pools')}
      note={t('engine.poolsNote')}
      className="[&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      {pools.length === 0 ? (
        <p className="px-gutter py-4 text-fg-2">{t('engine.noPools')}</p>
      ) : (
        <Table
          label={t('engine.pools')}
          rows={pools}
          rowKey={({ runtime, memoryMb }) => `${runtime} ${memoryMb}`}
          columns={[
            {
              id: 'runtime',
              header: t('engine.runtime'),
              narrow: 'lead',
              cell: ({ runtime }) => <span className="font-name">{runtimeName(runtime)}</span>,
            },
            {
              id: 'memory',
              header: 'MB',
              numeric: true,
              narrow: 'middle',
              width: 80,
              cell: ({ memoryMb }) => (
                <>
                  {format.number(memoryMb)}
                  <span className="text-fg-3 wide:hidden"> MB</span>
                </>
              ),
            },
            {
              id: 'ready',
              header: t('engine.readyOfTarget'),
              indent: true,
              narrow: 'end',
              width: '60%',
              cell: ({ ready, target }) => (
                <span className="flex items-center gap-2.5">
                  <Pips ready={ready} target={target} />
                  <span className={`num ${ready < target ? 'text-warning' : 'text-fg-2'}`}>
                    {t('engine.readyOf', { ready: format.number(ready), target: format.number(target) })}
                  </span>
                </span>
              ),
            },
          ]}
        />
      )}
    </Section>
  )
}

const MOST_PIPS = 16

/** Filled for a ready sandbox, hollow for one still to come. */
function Pips({ ready, target }: { ready: number; target: number }) {
  const count = Math.min(MOST_PIPS, Math.max(ready, target))
  return (
    <span aria-hidden="true" className="flex gap-1">
      {Array.from({ length: count }, (_, index) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- pips have no identity
          key={index}
          className={`size-2 rounded-[2px] ${index < ready ? 'bg-(--s1)' : 'border border-line-input'}`}
        />
      ))}
    </span>
  )
}
