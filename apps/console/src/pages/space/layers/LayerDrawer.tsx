import type { Layer, Space } from '@alcove/contract'
import { Trash2, Upload } from 'lucide-react'
import { useState } from 'react'
import { deleteLayer, layersKey, layerVersionsQuery } from '../../../api/layers.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { LoadMore } from '../../../ui/LoadMore.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { inUse } from './inUse.ts'
import { LayerVersionRow } from './LayerVersionRow.tsx'

interface LayerDrawerProps {
  space: Space
  layer: Layer
  onUpload(): void
  onClose(): void
}

const icon = { size: 15 } as const

/** A layer with all its versions: what each holds, who uses it. */
export function LayerDrawer({ space, layer, onUpload, onClose }: LayerDrawerProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const versions = useWholeList(layerVersionsQuery(space.name, layer.name))
  const [deleting, setDeleting] = useState(false)
  const used = versions.data?.find(({ usedBy }) => usedBy.length > 0)
  const remove = useChange({
    run: () => deleteLayer(space.name, layer.name),
    invalidates: [layersKey(space.name)],
    done: () => t('layers.deleted', { layer: layer.name }),
    onDone: onClose,
  })
  return (
    <Drawer
      label={layer.name}
      onClose={onClose}
      title={<h2 className="cut text-alias font-heading">{layer.name}</h2>}
      actions={
        <>
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
        </>
      }
    >
      <Section title={t('layers.versions')} note={layer.versions} className="pb-4">
        <Loaded query={versions} skeleton={<SkeletonRows rows={3} tall />}>
          {(loaded) => (
            <>
              <ol>
                {loaded.map((version) => (
                  <LayerVersionRow key={version.version} space={space.name} version={version} denied={denied} />
                ))}
              </ol>
              <LoadMore pages={versions} />
            </>
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
    </Drawer>
  )
}
