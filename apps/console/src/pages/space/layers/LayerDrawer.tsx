import type { Layer, Space } from '@alcove/contract'
import { Upload } from 'lucide-react'
import { deleteLayer, layersKey, layerVersionsQuery } from '../../../api/layers.ts'
import { ItemDrawer } from '../../../components/ItemDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
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

/** A layer with its versions: contents and users of each. */
export function LayerDrawer({ space, layer, onUpload, onClose }: LayerDrawerProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const versions = useWholeList(layerVersionsQuery(space.name, layer.name))
  const used = versions.data?.find(({ usedBy }) => usedBy.length > 0)
  return (
    <ItemDrawer
      name={layer.name}
      onClose={onClose}
      actions={
        <Button size="sm" icon={<Upload size={13} />} disabledReason={denied} onClick={onUpload}>
          {t('layers.uploadVersion')}
        </Button>
      }
      deletion={{
        label: t('layers.deleteLayer'),
        disabledReason: denied ?? (used && inUse(t, used)),
        run: () => deleteLayer(space.name, layer.name),
        invalidates: [layersKey(space.name)],
        done: t('layers.deleted', { layer: layer.name }),
        title: t('layers.deleteTitle', { layer: layer.name }),
        losses: [t('layers.deleteLoss', { count: layer.versions })],
      }}
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
    </ItemDrawer>
  )
}
