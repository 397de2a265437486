import type { Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Layers, Upload } from 'lucide-react'
import { useState } from 'react'
import { layersQuery } from '../../../api/layers.ts'
import { GoneDrawer } from '../../../components/GoneDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { LayerDrawer } from './LayerDrawer.tsx'
import { LayersTable } from './LayersTable.tsx'
import { UploadLayerDialog } from './UploadLayerDialog.tsx'
import { SpacePage } from '../SpacePage.tsx'

const route = getRouteApi('/shell/s/$space/layers')
const icon = { size: 15 } as const

export default function LayersTab() {
  /** The layer to add a version to; `new` for a new layer. */
  const [uploading, setUploading] = useState<string | null>(null)
  return (
    <SpacePage actions={(space) => <UploadButton space={space} onClick={() => setUploading('new')} />}>
      {(space) => <LayerList space={space} uploading={uploading} onUpload={setUploading} />}
    </SpacePage>
  )
}

function UploadButton({ space, onClick }: { space: Space; onClick(): void }) {
  const { t } = useTranslation()
  return (
    <Button
      variant="primary"
      icon={<Upload {...icon} />}
      disabledReason={useDenied(space)('functions:write')}
      onClick={onClick}
    >
      {t('layers.upload')}
    </Button>
  )
}

interface LayerListProps {
  space: Space
  uploading: string | null
  onUpload(layer: string | null): void
}

function LayerList({ space, uploading, onUpload }: LayerListProps) {
  const { t } = useTranslation()
  const { layer: open } = route.useSearch()
  const navigate = route.useNavigate()
  const show = (layer?: string) => void navigate({ search: { layer } })
  const query = useWholeList(layersQuery(space.name))
  return (
    <>
      <Loaded query={query} skeleton={<SkeletonRows tall />}>
        {(layers) => {
          const shown = layers.find(({ name }) => name === open)
          if (layers.length === 0) {
            return (
              <EmptyState
                icon={<Layers {...icon} />}
                title={t('layers.none')}
                example={
                  <CodeBlock
                    boxed
                    code={[
                      'npm install --prefix nodejs zod && zip -r layer.zip nodejs',
                      `curl ${window.location.origin}/api/v1/spaces/${space.name}/layers/shared-deps/versions \\`,
                      '  -H "Authorization: Bearer $ALCOVE_API_KEY" \\',
                      '  -H "Content-Type: application/zip" --data-binary @layer.zip',
                    ].join('\n')}
                  />
                }
              >
                {t('layers.noneHint')}
              </EmptyState>
            )
          }
          return (
            <DrawerSpace
              drawer={
                shown ? (
                  <LayerDrawer
                    space={space}
                    layer={shown}
                    onUpload={() => onUpload(shown.name)}
                    onClose={() => show()}
                  />
                ) : (
                  open !== undefined && !query.hasNextPage && <GoneDrawer name={open} onClose={() => show()} />
                )
              }
            >
              <LayersTable layers={layers} pages={query} selected={open} tight={open !== undefined} onOpen={show} />
            </DrawerSpace>
          )
        }}
      </Loaded>
      {uploading !== null && (
        <UploadLayerDialog
          space={space.name}
          layer={query.data?.find(({ name }) => name === uploading) ?? null}
          onClose={() => onUpload(null)}
          onDone={show}
        />
      )}
    </>
  )
}
