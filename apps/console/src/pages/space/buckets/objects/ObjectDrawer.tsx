import type { Space, StoredObject } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Copy, Download, FolderInput, Link2, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { objectQuery, objectUrl } from '../../../../api/buckets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button, buttonClass } from '../../../../ui/Button.tsx'
import { CopyButton } from '../../../../ui/CopyButton.tsx'
import { Drawer } from '../../../../ui/Drawer.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { KeyValue } from '../../../../ui/KeyValue.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../../ui/Menu.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { ObjectLinks } from '../links/ObjectLinks.tsx'
import { DeleteSelection } from './DeleteSelection.tsx'
import { parentOf, shown, shownName } from '../folder-names.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { MetadataDialog } from './MetadataDialog.tsx'
import { ObjectFirings } from './ObjectFirings.tsx'
import { ObjectPreview } from './ObjectPreview.tsx'
import { RelocateDialog } from './RelocateDialog.tsx'

const page = getRouteApi('/shell/s/$space/buckets')
type Asked = 'link' | 'uploadLink' | 'move' | 'copy' | 'metadata' | 'delete'

interface ObjectDrawerProps {
  space: Space
  bucket: string
  objectKey: string
  steps: { previous: (() => void) | null; next: (() => void) | null }
  onClose(): void
}

export function ObjectDrawer(props: ObjectDrawerProps) {
  const { space, bucket, objectKey: key, steps, onClose } = props
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Asked | null>(null)
  const query = useQuery(objectQuery(space.name, bucket, key))
  return (
    <Drawer
      label={shownName(key)}
      steps={steps}
      onClose={onClose}
      title={
        <h2 className="cut text-alias font-heading" title={key}>
          {shownName(key)}
        </h2>
      }
      actions={
        <>
          <a
            href={objectUrl(space.name, bucket, key, true)}
            download
            aria-label={t('buckets.download')}
            title={t('buckets.download')}
            className={buttonClass({ variant: 'ghost', size: 'sm', icon: true })}
          >
            <Download size={15} />
          </a>
          <ObjectMenu space={space} onAsk={setAsked} />
        </>
      }
    >
      <Loaded query={query} notFound={t('buckets.objectGone')}>
        {(object) => (
          <>
            <Facts space={space} bucket={bucket} object={object} onAsk={setAsked} />
            <Dialogs {...props} object={object} asked={asked} onAnswered={() => setAsked(null)} />
          </>
        )}
      </Loaded>
    </Drawer>
  )
}

function ObjectMenu({ space, onAsk }: { space: Space; onAsk(asked: Asked): void }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('buckets:write')
  return (
    <Menu trigger={<IconButton size="sm" label={t('buckets.moreOfObject')} icon={<MoreHorizontal size={15} />} />}>
      <MenuItem icon={<Link2 size={15} />} onSelect={() => onAsk('link')}>
        {t('buckets.copyLink')}
      </MenuItem>
      <MenuItem icon={<Link2 size={15} />} disabledReason={denied} onSelect={() => onAsk('uploadLink')}>
        {t('buckets.uploadLink')}
      </MenuItem>
      <MenuItem icon={<FolderInput size={15} />} disabledReason={denied} onSelect={() => onAsk('move')}>
        {t('buckets.renameOrMove')}
      </MenuItem>
      <MenuItem icon={<Copy size={15} />} disabledReason={denied} onSelect={() => onAsk('copy')}>
        {t('buckets.copyTo')}
      </MenuItem>
      <MenuItem icon={<Pencil size={15} />} disabledReason={denied} onSelect={() => onAsk('metadata')}>
        {t('buckets.editMetadata')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 size={15} />} disabledReason={denied} onSelect={() => onAsk('delete')}>
        {t('buckets.deleteObject')}
      </MenuItem>
    </Menu>
  )
}

interface FactsProps {
  space: Space
  bucket: string
  object: StoredObject
  onAsk(asked: Asked): void
}

function Facts({ space, bucket, object, onAsk }: FactsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useDenied(space)('buckets:write')
  const [pixels, setPixels] = useState<string | null>(null)
  const metadata = Object.entries(object.metadata)
  return (
    <>
      <ObjectPreview space={space.name} bucket={bucket} object={object} onPixels={setPixels} />
      <KeyValue
        items={[
          {
            key: 'key',
            label: t('buckets.key'),
            value: (
              <span className="inline-flex items-center gap-1">
                <span className="mono">{shown(object.key)}</span>
                <CopyButton text={object.key} />
              </span>
            ),
          },
          { key: 'type', label: t('buckets.type'), value: object.contentType },
          { key: 'size', label: t('buckets.size'), value: format.bytes(object.bytes) },
          ...(pixels === null ? [] : [{ key: 'pixels', label: t('buckets.pixels'), value: pixels }]),
          { key: 'modified', label: t('buckets.modified'), value: format.dateTime(object.updatedAt) },
          { key: 'by', label: t('buckets.by'), value: saidActor(object.updatedBy ?? '–') },
          { key: 'etag', label: t('buckets.etag'), value: <span className="mono">{object.etag}</span> },
        ]}
      />
      <Section
        ruled
        className="mt-2"
        title={t('buckets.metadata')}
        actions={
          <Button size="sm" variant="ghost" disabledReason={denied} onClick={() => onAsk('metadata')}>
            {t('buckets.editThese')}
          </Button>
        }
      >
        {metadata.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-2">{t('buckets.noMetadata')}</p>
        ) : (
          <KeyValue
            items={metadata.map(([label, value]) => ({
              key: label,
              label: <span className="mono">{label}</span>,
              value,
            }))}
          />
        )}
      </Section>
      <ObjectFirings space={space} bucket={bucket} object={object} />
      <Section
        ruled
        title={t('buckets.links')}
        actions={
          <>
            <Button size="sm" variant="ghost" disabledReason={denied} onClick={() => onAsk('uploadLink')}>
              {t('buckets.newUploadLink')}
            </Button>
            <Button size="sm" variant="ghost" onClick={() => onAsk('link')}>
              {t('buckets.newLink')}
            </Button>
          </>
        }
      >
        <ObjectLinks space={space} bucket={bucket} objectKey={object.key} />
      </Section>
    </>
  )
}

interface DialogsProps extends ObjectDrawerProps {
  object: StoredObject
  asked: Asked | null
  onAnswered(): void
}

function Dialogs({ space, bucket, object, steps, asked, onClose, onAnswered }: DialogsProps) {
  const navigate = page.useNavigate()
  const { key } = object
  const of = { space: space.name, bucket, onClose: onAnswered } as const
  switch (asked) {
    case 'link':
    case 'uploadLink':
      return <LinkDialog {...of} method={asked === 'link' ? 'GET' : 'PUT'} objectKey={key} />
    case 'move':
    case 'copy':
      return (
        <RelocateDialog
          {...of}
          verb={asked}
          objectKey={key}
          onDone={(place) => {
            const prefix = parentOf(place.key)
            void navigate({ search: { bucket: place.bucket, prefix, key: place.key } })
          }}
        />
      )
    case 'metadata':
      return <MetadataDialog {...of} object={object} />
    case 'delete':
      return <DeleteSelection {...of} entries={[{ key, object }]} onDone={steps.next ?? steps.previous ?? onClose} />
    case null:
      return null
  }
}
