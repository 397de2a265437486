import type { LayerUse, Runtime } from '@alcove/contract'
import { ArrowDown, ArrowUp, TriangleAlert, X } from 'lucide-react'
import { layerVersionsQuery } from '../../../api/layers.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Select } from '../../../ui/Select.tsx'
import { runtimeName } from '../../../components/runtimes.ts'
import { useWholeList } from '../../../components/useWholeList.ts'

interface LayerRowProps {
  space: string
  runtime: Runtime
  use: LayerUse
  /** From 1. */
  position: number
  last: boolean
  readOnlyReason: string | undefined
  onVersion(version: number): void
  onMove(by: -1 | 1): void
  onRemove(): void
}

const icon = { size: 14 } as const

/** One layer: its version, whether it fits, whether there is a newer version, and its position. */
export function LayerRow({ space, runtime, use, position, last, readOnlyReason, ...act }: LayerRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const versions = useWholeList(layerVersionsQuery(space, use.layer)).data
  const chosen = versions?.find(({ version }) => version === use.version)
  const latest = versions?.[0]
  const runtimes = chosen?.compatibleRuntimes ?? []
  const warning =
    versions && !chosen
      ? t('fn.config.layerGone')
      : runtimes.length > 0 && !runtimes.includes(runtime)
        ? t('fn.config.incompatible', {
            runtimes: runtimes.map(runtimeName).join(', '),
            runtime: runtimeName(runtime),
          })
        : null
  const options = versions?.map((version) => ({
    value: String(version.version),
    label: `v${version.version}`,
    hint: [version.description, format.bytes(version.bytes)].filter(Boolean).join(' · '),
  }))
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5">
      <span className="num w-4 text-right text-sm text-fg-3">{position}</span>
      <span className="grid min-w-0 flex-1">
        <span className="cut font-name">{use.layer}</span>
        {warning ? (
          <span className="flex items-center gap-1.5 text-sm text-warning">
            <TriangleAlert size={13} />
            {warning}
          </span>
        ) : (
          chosen?.description && <span className="cut text-sm text-fg-3">{chosen.description}</span>
        )}
      </span>
      {latest && latest.version > use.version && (
        <Button
          size="sm"
          variant="ghost"
          className="text-accent-text!"
          disabledReason={readOnlyReason}
          onClick={() => act.onVersion(latest.version)}
        >
          {t('fn.config.useLatest', { version: latest.version })}
        </Button>
      )}
      <Select
        mono
        size="sm"
        className="w-20"
        label={t('fn.config.layerVersion', { layer: use.layer })}
        value={String(use.version)}
        disabled={readOnlyReason !== undefined}
        options={chosen || !options ? (options ?? [own(use)]) : [own(use), ...options]}
        onChange={(version) => act.onVersion(Number(version))}
      />
      <span className="flex">
        <IconButton
          size="sm"
          label={t('fn.config.moveUp', { layer: use.layer })}
          icon={<ArrowUp {...icon} />}
          disabledReason={readOnlyReason ?? (position === 1 && t('fn.config.isFirst'))}
          onClick={() => act.onMove(-1)}
        />
        <IconButton
          size="sm"
          label={t('fn.config.moveDown', { layer: use.layer })}
          icon={<ArrowDown {...icon} />}
          disabledReason={readOnlyReason ?? (last && t('fn.config.isLast'))}
          onClick={() => act.onMove(1)}
        />
        <IconButton
          size="sm"
          label={t('fn.config.removeLayer', { layer: use.layer })}
          icon={<X {...icon} />}
          disabledReason={readOnlyReason}
          onClick={act.onRemove}
        />
      </span>
    </li>
  )
}

const own = ({ version }: LayerUse) => ({ value: String(version), label: `v${version}`, hint: undefined })
