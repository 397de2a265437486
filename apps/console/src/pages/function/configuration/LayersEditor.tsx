import { type LayerUse, LIMITS, type Runtime } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { layersQuery } from '../../../api/layers.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import { runtimeName } from '../../../components/runtimes.ts'
import { LayerRow } from './LayerRow.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'

interface LayersEditorProps {
  space: string
  runtime: Runtime
  layers: readonly LayerUse[]
  readOnlyReason: string | undefined
  onChange(layers: LayerUse[]): void
}

/** The layers of the draft in order. Later layers cover earlier ones. */
export function LayersEditor({ space, runtime, layers, readOnlyReason, onChange }: LayersEditorProps) {
  const { t } = useTranslation()
  const known = useWholeList(layersQuery(space)).data
  const left = (known ?? []).filter(({ name, latest }) => latest && !layers.some(({ layer }) => layer === name))
  const swap = (index: number, other: number) =>
    onChange(layers.map((use, at) => (at === index ? layers[other]! : at === other ? layers[index]! : use)))
  const cannotAdd =
    readOnlyReason ??
    (layers.length >= LIMITS.layers
      ? t('fn.config.layerLimit', { max: LIMITS.layers })
      : known?.length === 0
        ? t('fn.config.noLayersInSpace')
        : known && left.length === 0
          ? t('fn.config.noLayersLeft')
          : undefined)
  return (
    <div className="grid max-w-[720px] gap-3 px-gutter pb-6">
      {layers.length === 0 ? (
        <p className="text-fg-2">{t('fn.config.noLayersYet')}</p>
      ) : (
        <ol className="border-t border-line">
          {layers.map((use, index) => (
            <LayerRow
              key={use.layer}
              space={space}
              runtime={runtime}
              use={use}
              position={index + 1}
              last={index === layers.length - 1}
              readOnlyReason={readOnlyReason}
              onVersion={(version) => onChange(layers.map((one) => (one === use ? { ...one, version } : one)))}
              onMove={(by) => swap(index, index + by)}
              onRemove={() => onChange(layers.filter((one) => one !== use))}
            />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {cannotAdd ? (
          <Button size="sm" icon={<Plus size={14} />} disabledReason={cannotAdd}>
            {t('fn.config.addLayer')}
          </Button>
        ) : (
          <Menu
            align="start"
            trigger={
              <Button size="sm" icon={<Plus size={14} />}>
                {t('fn.config.addLayer')}
              </Button>
            }
          >
            {left.map(({ name, latest }) => {
              const runtimes = latest!.compatibleRuntimes
              const fits = runtimes.length === 0 || runtimes.includes(runtime)
              return (
                <MenuItem
                  key={name}
                  disabledReason={
                    !fits &&
                    t('fn.config.incompatible', {
                      runtimes: runtimes.map(runtimeName).join(', '),
                      runtime: runtimeName(runtime),
                    })
                  }
                  onSelect={() => onChange([...layers, { layer: name, version: latest!.version }])}
                >
                  <span className="flex items-baseline gap-2">
                    <span className="font-name">{name}</span>
                    <span className="mono text-fg-3">v{latest!.version}</span>
                  </span>
                  {latest!.description && (
                    <span className="cut block max-w-72 text-sm text-fg-3">{latest!.description}</span>
                  )}
                </MenuItem>
              )
            })}
          </Menu>
        )}
        {cannotAdd && <span className="text-sm text-fg-3">{cannotAdd}</span>}
        <Link {...paths.layers(space)} className="link text-sm">
          {t('fn.config.manageLayers', { space })}
        </Link>
      </div>
    </div>
  )
}
