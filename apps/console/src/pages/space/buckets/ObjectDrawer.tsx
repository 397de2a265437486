import { useQuery } from '@tanstack/react-query'
import { Download, Link2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { bucketsKey, deleteObjects, objectQuery, objectUrl } from '../../../api/buckets.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { buttonClass } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { ObjectPreview } from './ObjectPreview.tsx'

interface ObjectDrawerProps {
  space: string
  bucket: string
  objectKey: string
  denied: string | null
  onClose(): void
}

export function ObjectDrawer({ space, bucket, objectKey: key, denied, onClose }: ObjectDrawerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [dialog, setDialog] = useState<'link' | 'delete' | null>(null)
  const name = key.split('/').at(-1) || key
  const remove = useChange({
    run: () => deleteObjects(space, bucket, { keys: [key] }),
    invalidates: [bucketsKey(space)],
    done: () => t('buckets.deletedObject', { name }),
    onDone: onClose,
  })
  return (
    <Drawer
      label={name}
      onClose={onClose}
      title={<h2 className="cut text-alias font-heading">{name}</h2>}
      actions={
        <>
          <a
            href={objectUrl(space, bucket, key, true)}
            download
            aria-label={t('buckets.download')}
            title={t('buckets.download')}
            className={buttonClass({ variant: 'ghost', size: 'sm', icon: true })}
          >
            <Download size={15} />
          </a>
          <IconButton
            size="sm"
            label={t('buckets.copyLink')}
            icon={<Link2 size={15} />}
            onClick={() => setDialog('link')}
          />
          <IconButton
            size="sm"
            label={t('buckets.deleteObject')}
            disabledReason={denied}
            icon={<Trash2 size={15} />}
            onClick={() => setDialog('delete')}
          />
        </>
      }
    >
      <Loaded query={useQuery(objectQuery(space, bucket, key))}>
        {(object) => (
          <>
            <Section title={t('buckets.preview')}>
              <ObjectPreview space={space} bucket={bucket} object={object} />
            </Section>
            <KeyValue
              items={[
                { key: 'key', label: t('buckets.key'), value: <span className="mono">{object.key}</span> },
                { key: 'type', label: t('buckets.type'), value: object.contentType },
                { key: 'size', label: t('buckets.size'), value: format.bytes(object.bytes) },
                { key: 'modified', label: t('buckets.modified'), value: format.dateTime(object.updatedAt) },
                { key: 'by', label: t('buckets.by'), value: object.updatedBy ?? '–' },
                { key: 'etag', label: t('buckets.etag'), value: <span className="mono">{object.etag}</span> },
              ]}
            />
            {Object.keys(object.metadata).length > 0 && (
              <Section ruled title={t('buckets.metadata')}>
                <KeyValue
                  items={Object.entries(object.metadata).map(([label, value]) => ({ key: label, label, value }))}
                />
              </Section>
            )}
          </>
        )}
      </Loaded>
      {dialog === 'link' && (
        <LinkDialog space={space} bucket={bucket} objectKey={key} name={name} onClose={() => setDialog(null)} />
      )}
      <ConfirmByName
        open={dialog === 'delete'}
        onClose={() => setDialog(null)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('buckets.deleteObjectThis', { name })}
        name={name}
        losses={[t('buckets.loseObject')]}
      />
    </Drawer>
  )
}
