import type { FunctionDetail, RightSizing } from '@alcove/contract'
import { coresOf } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Ruler } from 'lucide-react'
import { functionKey, updateFunction } from '../../../../api/functions.ts'
import { rightSizingQuery } from '../../../../api/right-sizing.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { usePermission } from '../../../../components/usePermission.ts'
import { Evidence } from './Evidence.tsx'
import { Effect } from './Effect.tsx'
import { reasonText } from './reasonText.ts'
import { Policy } from './Policy.tsx'
import { SizeTable } from './SizeTable.tsx'

interface RightSizingRailProps {
  space: string
  details: FunctionDetail
  /** Why the recommendation cannot be applied now. */
  disabledReason: string | undefined
}

/** The size that measured use suggests, and a button that applies it. */
export function RightSizingRail({ space, details, disabledReason }: RightSizingRailProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = usePermission(space)('metrics:read')
  const query = useQuery({ ...rightSizingQuery(space, details.name), enabled: denied === undefined })
  if (denied) return <Aside />
  return (
    <Aside>
      <Section
        title={t('fn.config.sizing.title')}
        note={
          query.data?.enough && t('fn.config.sizing.range', { calls: format.number(query.data.evidence.invocations) })
        }
      >
        <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
          {(advice) =>
            advice.enough ? (
              <Advice space={space} details={details} advice={advice} disabledReason={disabledReason} />
            ) : (
              <p className="px-gutter pb-4">
                {t('fn.config.sizing.notEnough')}
                <span className="block text-sm text-fg-3">
                  {t('fn.config.sizing.notEnoughDetail', { count: advice.evidence.invocations })}
                </span>
              </p>
            )
          }
        </Loaded>
      </Section>
      <Policy space={space} details={details} />
    </Aside>
  )
}

function Aside({ children }: { children?: React.ReactNode }) {
  return (
    <div className="min-w-0 border-l border-line compact:border-t compact:border-l-0" style={{ '--gutter': '16px' }}>
      {children}
    </div>
  )
}

function Advice({ space, details, advice, disabledReason }: RightSizingRailProps & { advice: RightSizing }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { recommended, reasons } = advice
  const size = (memoryMb: number, cpus: number | null, minInstances: number) =>
    updateFunction(space, details.name, {
      memoryMb,
      cpus,
      scaling: { minInstances },
      // Files in /tmp count as memory, so /tmp must be smaller.
      tmpMb: details.tmpMb < memoryMb ? details.tmpMb : Math.floor(memoryMb / 2),
    })
  // A share that the memory brings along need not be set.
  const cpus = recommended.cpus === coresOf({ memoryMb: recommended.memoryMb, cpus: null }) ? null : recommended.cpus
  const same =
    recommended.memoryMb === details.memoryMb &&
    recommended.minInstances === details.scaling.minInstances &&
    recommended.cpus === coresOf(details)
  const apply = useChange({
    run: () => size(recommended.memoryMb, cpus, recommended.minInstances),
    invalidates: [functionKey(space, details.name)],
    done: () => t('fn.config.sizing.applied'),
    undo: () => size(details.memoryMb, details.cpus, details.scaling.minInstances),
  })
  return (
    <>
      <SizeTable advice={advice} />
      <div className="px-gutter py-3">
        {same ? (
          <p className="text-fg-2">{t('fn.config.sizing.fits')}</p>
        ) : (
          <>
            <Button
              icon={<Ruler size={14} />}
              pending={apply.isPending}
              disabledReason={disabledReason}
              onClick={() => apply.mutate(undefined)}
            >
              {t('fn.config.sizing.apply')}
            </Button>
            {disabledReason && <p className="mt-1.5 text-sm text-fg-3">{disabledReason}</p>}
          </>
        )}
      </div>
      {!same && reasons.length > 0 && (
        <ul aria-label={t('fn.config.sizing.why')} className="grid gap-1.5 px-gutter pb-3 text-fg-2">
          {reasons.map(({ setting }) => (
            <li key={setting} className="border-l-2 border-accent pl-2.5">
              {reasonText(t, format, advice, setting)}
            </li>
          ))}
        </ul>
      )}
      {!same && <Effect advice={advice} />}
      <Evidence advice={advice} />
    </>
  )
}
