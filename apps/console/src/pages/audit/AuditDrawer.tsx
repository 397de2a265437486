import type { AuditEntry } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { said, saidActor } from '../../i18n/said.ts'
import { paths } from '../../navigation/paths.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Drawer } from '../../ui/Drawer.tsx'
import { KeyValue } from '../../ui/KeyValue.tsx'
import { Section } from '../../ui/Section.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time } from '../../ui/Time.tsx'
import { changesBetween } from '../../components/changed-meanwhile/changes.ts'
import { saidAction, saidField, saidTarget, saidValue } from './words.ts'

/** One entry: who, by what, from where, and what was before and is after. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry; onClose(): void }) {
  const { t } = useTranslation()
  const changes = changesBetween(entry.before, entry.after)
  const { reason, ...detail } = entry.detail
  const action = saidAction(entry.action)
  const inWords = action !== entry.action
  const filtered = (query: string) => (
    <Link {...paths.audit({ q: query })} className="link">
      {t('audit.others')}
    </Link>
  )
  const facts = [
    { key: 'time', label: t('audit.time'), value: <Time at={entry.at} as="absolute" /> },
    {
      key: 'actor',
      label: t('audit.actor'),
      value: (
        <span className="flex flex-wrap items-center justify-end gap-2">
          {saidActor(entry.actor)}
          {entry.accountId && filtered(`account:${entry.accountId}`)}
        </span>
      ),
    },
    {
      key: 'by',
      label: t('audit.means'),
      value: (
        <>
          {t(`audit.by.${entry.by}`)}
          {entry.sessionId && <span className="mono text-fg-3"> {entry.sessionId.slice(-12)}</span>}
          {entry.by === 'key' && <span className="mono text-fg-3"> {entry.actorId.slice(-12)}</span>}
        </>
      ),
    },
    {
      key: 'address',
      label: t('audit.address'),
      value: entry.address ? (
        <span className="flex items-center justify-end gap-2">
          <span className="mono">{entry.address}</span>
          {filtered(`address:${entry.address}`)}
        </span>
      ) : (
        '–'
      ),
    },
    ...(inWords
      ? [{ key: 'action', label: t('audit.action'), value: <span className="mono">{entry.action}</span> }]
      : []),
    { key: 'target', label: t('audit.target'), value: saidTarget(entry.target) },
    ...(typeof reason === 'string' ? [{ key: 'reason', label: t('audit.reason'), value: said(reason) }] : []),
    {
      key: 'space',
      label: t('spaces.space'),
      value: entry.space ? (
        <Link {...paths.space(entry.space)} className="link">
          {entry.space}
        </Link>
      ) : (
        '–'
      ),
    },
    {
      key: 'request',
      label: t('common.requestId'),
      value: (
        <span className="flex items-center justify-end gap-1">
          <span className="mono">{entry.requestId}</span>
          <CopyButton text={entry.requestId} />
        </span>
      ),
    },
    { key: 'seq', label: t('audit.place'), value: entry.seq ?? t('audit.unchained') },
  ]
  return (
    <Drawer
      label={action}
      onClose={onClose}
      title={
        <>
          <h2 className={clsx('cut text-alias font-heading', !inWords && 'mono')}>{action}</h2>
          {entry.outcome === 'denied' && <Tag tone="danger">{t('audit.outcome.denied')}</Tag>}
        </>
      }
    >
      <KeyValue items={facts} />
      {changes.length > 0 && (
        <Section title={t('audit.changed')} className="mt-2">
          <dl className="px-gutter pb-3">
            {changes.map(({ path, before, after }) => (
              <div key={path} className="border-t border-line py-1.5">
                {path && (
                  <dt className={clsx('text-sm text-fg-3', saidField(path) === path && 'mono')} title={path}>
                    {saidField(path)}
                  </dt>
                )}
                {before !== null && (
                  <dd className="mono flex gap-2 text-danger">
                    <span aria-hidden="true">−</span>
                    <del className="wrap-anywhere no-underline">{saidValue(path, before)}</del>
                  </dd>
                )}
                {after !== null && (
                  <dd className="mono flex gap-2 text-success">
                    <span aria-hidden="true">+</span>
                    <ins className="wrap-anywhere no-underline">{saidValue(path, after)}</ins>
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </Section>
      )}
      {Object.keys(detail).length > 0 && (
        <Section title={t('audit.detail')} className="mt-2">
          <div className="px-gutter pb-3">
            <CodeBlock boxed wrap code={JSON.stringify(detail, null, 2)} />
          </div>
        </Section>
      )}
    </Drawer>
  )
}
