import type { Bucket } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useExpiryWords } from './useExpiryWords.ts'

interface BucketsTableProps {
  buckets: readonly Bucket[]
  pages: Pages
  onOpen(bucket: string): void
}

export function BucketsTable({ buckets, pages, onOpen }: BucketsTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const expiry = useExpiryWords()
  return (
    <Table
      label={t('shell.buckets')}
      rows={buckets}
      pages={pages}
      rowKey={({ name }) => name}
      sort={sort}
      onOpen={({ name }) => onOpen(name)}
      columns={[
        {
          id: 'name',
          value: ({ name }) => name,
          header: t('buckets.bucket'),
          width: '99%',
          className: 'wide:max-w-0',
          narrow: 'lead',
          cell: ({ name }) => <span className="cut block font-name">{name}</span>,
        },
        {
          id: 'expiry',
          header: t('buckets.expiry'),
          optional: true,
          cell: (bucket) => <span className="text-fg-2">{expiry(bucket.expiry) || '–'}</span>,
        },
        {
          id: 'objects',
          value: ({ objects }) => objects,
          header: t('buckets.objects'),
          numeric: true,
          cell: ({ objects }) => format.number(objects),
        },
        {
          id: 'size',
          value: ({ bytes }) => bytes,
          header: t('buckets.size'),
          numeric: true,
          narrow: 'trail',
          cell: ({ bytes }) => format.bytes(bytes),
        },
        {
          id: 'quota',
          value: ({ quotaBytes }) => quotaBytes,
          header: t('buckets.quota'),
          numeric: true,
          cell: ({ quotaBytes }) =>
            quotaBytes === null ? <span className="text-fg-3">{t('buckets.noQuota')}</span> : format.bytes(quotaBytes),
        },
        {
          id: 'modified',
          value: ({ updatedAt }) => updatedAt,
          largestFirst: true,
          header: t('buckets.modified'),
          optional: true,
          cell: ({ updatedAt }) => <Time at={updatedAt} className="text-fg-2" />,
        },
      ]}
    />
  )
}
