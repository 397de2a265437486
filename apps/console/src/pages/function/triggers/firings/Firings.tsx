import type { Firing, FiringOutcome } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { firingsQuery } from '../../../../api/triggers.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useTranslation } from '../../../../i18n/index.ts'
import { LoadMore } from '../../../../ui/LoadMore.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { Segmented } from '../../../../ui/Segmented.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { FiringRow } from './FiringRow.tsx'
import { FoldedRow } from './FoldedRow.tsx'
import { foldFirings } from './foldFirings.ts'
import { TickStrip } from './TickStrip.tsx'

interface FiringsProps {
  space: string
  fn: string
  trigger: string
  /** Said while there are none. */
  none: string
}

/** What the trigger fired, and what it skipped and why, newest first. */
export function Firings({ space, fn, trigger, none }: FiringsProps) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<FiringOutcome | 'all'>('all')
  const firings = useInfiniteQuery(firingsQuery(space, fn, trigger, outcome === 'all' ? undefined : outcome))
  return (
    <Section
      ruled
      title={t('triggers.ledger')}
      actions={
        <Segmented
          label={t('triggers.ledger')}
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'all', label: t('triggers.all') },
            { value: 'skipped', label: t('triggers.skippedOnly') },
          ]}
        />
      }
    >
      <Loaded query={firings} skeleton={<SkeletonRows rows={3} />}>
        {(loaded: Firing[]) =>
          loaded.length === 0 ? (
            <p className="px-gutter pb-3 text-fg-2">{outcome === 'all' ? none : t('triggers.noneSkipped')}</p>
          ) : (
            <>
              <TickStrip firings={loaded} />
              <ul aria-label={t('triggers.ledger')}>
                {foldFirings(loaded).map((run) =>
                  run.length === 1 ? (
                    <FiringRow key={run[0]!.id} space={space} fn={fn} firing={run[0]!} />
                  ) : (
                    // By its oldest, so that it stays unfolded when a newer one joins it.
                    <FoldedRow key={run.at(-1)!.id} space={space} fn={fn} run={run} />
                  ),
                )}
              </ul>
              <LoadMore pages={firings} />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
