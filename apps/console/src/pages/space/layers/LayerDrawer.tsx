import type { Layer, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Trash2, Upload, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteLayer, layersKey, layerVersionsQuery } from '../../../api/layers.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { drawerClass } from '../../function/drawerClass.ts'
import { inUse } from './inUse.ts'
import { LayerVersionRow } from './LayerVersionRow.tsx'

interface LayerDrawerProps {
  space: Space
  layer: Layer
  onUpload(): void
  onClose(): void
}

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** A layer with all its versions: what each holds, who uses it. */
export function LayerDrawer({ space, layer, onUpload, onClose }: LayerDrawerProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const versions = useQuery(layerVersionsQuery(space.name, layer.name))
  const [deleting, setDeleting] = useState(false)
  const used = versions.data?.items.find(({ usedBy }) => usedBy.length > 0)
  const remove = useChange({
    run: () => deleteLayer(space.name, layer.name),
    invalidates: [layersKey(space.name)],
    done: () => t('layers.deleted', { layer: layer.name }),
    onDone: onClose,
  })
  return (
    <aside aria-label={layer.name} className={drawerClass}>
      <div className="sticky top-0 z-1 flex h-11 items-center gap-2 bg-inherit pr-3 pl-gutter">
        <h2 className="text-alias font-heading">{layer.name}</h2>
        <span className="ml-auto flex items-center gap-1">
          <Button size="sm" icon={<Upload {...icon} size={13} />} disabledReason={denied} onClick={onUpload}>
            {t('layers.uploadVersion')}
          </Button>
          <IconButton
            size="sm"
            label={t('layers.deleteLayer')}
            disabledReason={denied ?? (used && inUse(t, used))}
            icon={<Trash2 {...icon} />}
            onClick={() => setDeleting(true)}
          />
          <IconButton size="sm" label={t('common.close')} icon={<X {...icon} />} onClick={onClose} />
        </span>
      </div>
      <Section title={t('layers.versions')} note={layer.versions} className="pb-4">
        <Loaded query={versions} skeleton={<SkeletonRows rows={3} tall />}>
          {({ items }) => (
            <ol>
              {items.map((version) => (
                <LayerVersionRow key={version.version} space={space.name} version={version} denied={denied} />
              ))}
            </ol>
          )}
        </Loaded>
      </Section>
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('layers.deleteTitle', { layer: layer.name })}
        name={layer.name}
        losses={[t('layers.deleteLoss', { count: layer.versions })]}
      />
    </aside>
  )
}
