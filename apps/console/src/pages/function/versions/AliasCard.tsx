import type { Alias, Version } from '@alcove/contract'
import { Lock } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { PART_STRIPES, stripedFill } from '../../../ui/stripes.ts'
import { Tag } from '../../../ui/Tag.tsx'
import { useNow } from '../../../ui/Time.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useFunctionParams } from '../params.ts'
import { AliasHistory } from './AliasHistory.tsx'
import { failureShare, moveNeeds, targetsOf } from './targets.ts'

interface AliasCardProps {
  alias: Alias
  versions: readonly Version[]
  onEdit(): void
}

const FILLS = [stripedFill('var(--s1)', PART_STRIPES[0]), stripedFill('var(--s2)', PART_STRIPES[1])]

export function AliasCard({ alias, versions, onEdit }: AliasCardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { space } = useFunctionParams()
  const targets = targetsOf(alias)
  const split = targets.length > 1
  return (
    <section
      aria-label={alias.name}
      data-row={alias.name}
      className="min-w-0 border-l border-line px-5 py-3.5 first:border-l-0 first:pl-gutter narrow:border-l-0 narrow:px-gutter"
    >
      <div className="flex h-6 items-center gap-2">
        <h2 className="cut font-mono text-alias font-heading">{alias.name}</h2>
        {alias.protected && (
          <Tag icon={<Lock size={11} />} tone="info">
            {t('fn.aliases.protected')}
          </Tag>
        )}
        {split && <Tag tone="warning">{t('fn.aliases.split')}</Tag>}
        <span className="ml-auto flex items-center gap-1">
          <Button size="sm" disabledReason={usePermission(space)(moveNeeds(alias))} onClick={onEdit}>
            {split ? t('fn.aliases.editSplit') : t('fn.aliases.move')}
          </Button>
          <AliasHistory alias={alias} />
        </span>
      </div>
      <div className="mt-2.5 mb-2 flex h-2 gap-0.5" aria-hidden="true">
        {targets.map(({ version, weight }, index) => (
          <span key={version} className="rounded-[2px]" style={{ flex: weight, background: FILLS[index] }} />
        ))}
      </div>
      <ul className="num flex flex-wrap items-center justify-between gap-x-4">
        {targets.map(({ version, weight }, index) => {
          const share = failureShare(versions.find((candidate) => candidate.version === version))
          return (
            <li key={version} className="flex min-w-0 flex-1 items-center gap-2 last:not-first:flex-none">
              <span className="size-2 shrink-0 rounded-[2px]" style={{ background: FILLS[index] }} />
              <span className="mono font-name">v{version}</span>
              <span>{format.number(weight * 100)}%</span>
              {share !== null && (
                <span className={`text-sm ${share >= 0.01 ? 'font-name text-danger' : 'text-fg-3'}`}>
                  {t('fn.aliases.failing', { share: format.percent(share) })}
                </span>
              )}
              {!split && (
                <span className="cut ml-auto text-sm text-fg-3">
                  {alias.usedBy.length > 0
                    ? t('fn.aliases.usedBy', { count: alias.usedBy.length })
                    : t('fn.aliases.movedAgo', { ago: format.ago(alias.updatedAt, now) })}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
