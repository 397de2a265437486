import type { ApiKey } from '@alcove/contract'
import { Gauge, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { EndTime } from '../../components/access/EndTime.tsx'
import { useSort } from '../../components/useSort.ts'
import { useTranslation } from '../../i18n/index.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time, useNow } from '../../ui/Time.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'
import { KeyQuotaDialog } from './KeyQuotaDialog.tsx'
import { RevokeKeyDialog } from './RevokeKeyDialog.tsx'
import { RotateKeyDialog } from './RotateKeyDialog.tsx'
import { RotationDialog } from './RotationDialog.tsx'

export function KeyTable({ keys, pages }: { keys: readonly ApiKey[]; pages: Pages }) {
  const { t } = useTranslation()
  const sort = useSort()
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const [limiting, setLimiting] = useState<ApiKey | null>(null)
  const [rotating, setRotating] = useState<string | null>(null)
  const turned = keys.find(({ id }) => id === rotating)
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      value: ({ name }) => name,
      header: t('common.name'),
      narrow: 'lead',
      className: 'max-w-80',
      cell: (key) => (
        <TwoLines
          tag={key.rotation && <Tag tone="info">{t('keys.rotating')}</Tag>}
          note={
            <>
              <span className="mono">{key.prefix}…</span> · {key.owner}
            </>
          }
        >
          {key.name}
        </TwoLines>
      ),
    },
    {
      id: 'spaces',
      header: t('shell.spaces'),
      narrow: 'sub',
      className: 'max-w-60',
      cell: (key) => (
        <Names names={key.functions.includes('*') ? key.spaces : key.functions} all={t('shell.allSpaces')} />
      ),
    },
    {
      id: 'actions',
      header: t('common.actions'),
      className: 'max-w-72',
      cell: (key) => <Names names={key.actions} all={t('keys.allActions')} mono />,
    },
    {
      id: 'networks',
      header: t('keys.networks'),
      optional: true,
      className: 'max-w-44',
      cell: (key) =>
        key.networks.length === 0 ? (
          <span className="text-fg-3">{t('keys.anywhere')}</span>
        ) : (
          <Names names={key.networks} all="" mono />
        ),
    },
    {
      id: 'expires',
      value: ({ expiresAt }) => expiresAt,
      header: t('keys.expires'),
      className: 'text-fg-2',
      cell: (key) => <Expiry at={key.expiresAt} />,
    },
    {
      id: 'used',
      value: ({ lastUsedAt }) => lastUsedAt,
      largestFirst: true,
      header: t('keys.lastUsed'),
      optional: true,
      className: 'text-fg-2',
      cell: (key) =>
        key.lastUsedAt ? (
          <TwoLines note={<span className="mono">{key.lastUsedFrom}</span>}>
            <Time at={key.lastUsedAt} className="font-normal" />
          </TwoLines>
        ) : (
          <span className="text-fg-3">{t('common.never')}</span>
        ),
    },
    {
      id: 'revoke',
      header: <span className="sr-only">{t('keys.revoke')}</span>,
      narrow: 'trail',
      align: 'right',
      width: 116,
      cell: (key) => (
        <span className="inline-flex gap-1">
          <IconButton
            size="sm"
            label={t('keys.limitThis', { name: key.name })}
            icon={<Gauge size={14} />}
            onClick={() => setLimiting(key)}
          />
          <IconButton
            size="sm"
            label={t('keys.rotateThis', { name: key.name })}
            icon={<RefreshCw size={14} />}
            onClick={() => setRotating(key.id)}
          />
          <IconButton
            size="sm"
            className="-mr-1"
            label={t('keys.revokeThis', { name: key.name })}
            icon={<Trash2 size={14} />}
            onClick={() => setRevoking(key)}
          />
        </span>
      ),
    },
  ]
  return (
    <>
      <Table
        label={t('shell.keys')}
        columns={columns}
        rows={keys}
        rowKey={(key) => key.id}
        sort={sort}
        pages={pages}
        height={44}
      />
      {limiting && <KeyQuotaDialog apiKey={limiting} onClose={() => setLimiting(null)} />}
      {revoking && <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
      {turned?.rotation && (
        <RotationDialog apiKey={turned} rotation={turned.rotation} onClose={() => setRotating(null)} />
      )}
      {turned && !turned.rotation && <RotateKeyDialog apiKey={turned} onClose={() => setRotating(null)} />}
    </>
  )
}

/** Whoever uses a key needs time to replace it. */
const WARN_DAYS = 7

/** Two names and how many more; the title lists all. */
function Names({ names, all, mono = false }: { names: readonly string[]; all: string; mono?: boolean }) {
  if (names.includes('*')) return <span className="text-fg-2">{all}</span>
  return (
    <span title={names.join(', ')} className="flex min-w-0 items-center gap-1">
      {names.slice(0, 2).map((name) => (
        <Tag key={name} mono={mono} shrinks>
          {name}
        </Tag>
      ))}
      {names.length > 2 && <span className="text-sm text-fg-3">+{names.length - 2}</span>}
    </span>
  )
}

function Expiry({ at }: { at: string | null }) {
  const { t } = useTranslation()
  const now = useNow()
  if (at !== null && Date.parse(at) < now) return <Tag tone="warning">{t('keys.expired')}</Tag>
  return <EndTime at={at} warnDays={WARN_DAYS} />
}
