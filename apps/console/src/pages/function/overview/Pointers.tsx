import type { FunctionDetail } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { functionFlowQuery } from '../../../api/functions.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { targetText } from '../versions/targets.ts'

/** Where calls go, what starts the function, how it is configured. */
export function Pointers({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name: fn, aliases, triggers } = details
  const routes = useQuery(functionFlowQuery(space, fn)).data?.fedBy.filter(({ kind }) => kind === 'route')
  return (
    <>
      <Section
        ruled
        title={t('fn.overview.aliases')}
        note={aliases.length || undefined}
        actions={
          <Link {...paths.versions(space, fn)} className="link text-sm">
            {t('fn.overview.manage')}
          </Link>
        }
      >
        {aliases.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-2">{t('fn.overview.noAliases')}</p>
        ) : (
          <KeyValue
            items={aliases.map((alias) => ({
              key: alias.name,
              label: <span className="mono">{alias.name}</span>,
              value: <span className="mono">{targetText(alias)}</span>,
            }))}
          />
        )}
      </Section>
      <Section
        ruled
        title={t('shell.triggers')}
        note={triggers.length + (routes?.length ?? 0) || undefined}
        actions={
          <Link {...paths.triggers(space, fn)} className="link text-sm">
            {t('fn.overview.manage')}
          </Link>
        }
      >
        {triggers.length === 0 && routes?.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-2">{t('fn.overview.noTriggers')}</p>
        ) : (
          <KeyValue
            items={[
              ...triggers.map(({ name, type, enabled }) => ({
                key: name,
                label: (
                  <Link {...paths.triggers(space, fn, { trigger: name })} className="link">
                    {name}
                  </Link>
                ),
                value: (
                  <span className="flex items-center justify-end gap-2">
                    {!enabled && <Tag tone="warning">{t('fn.triggers.isPaused')}</Tag>}
                    <Tag mono>{type}</Tag>
                  </span>
                ),
              })),
              ...(routes ?? []).map(({ name, detail }) => ({
                key: `route ${name}`,
                label: (
                  <Link {...paths.gateway(space, { route: name })} className="link" title={detail}>
                    {name}
                  </Link>
                ),
                value: <Tag mono>gateway</Tag>,
              })),
            ]}
          />
        )}
      </Section>
      <Section
        ruled
        title={t('shell.configuration')}
        actions={
          <Link {...paths.configuration(space, fn)} className="link text-sm">
            {t('fn.overview.manage')}
          </Link>
        }
      >
        <KeyValue
          items={[
            { key: 'runtime', label: t('fn.config.runtime'), value: details.runtime.replace('nodejs', 'Node.js ') },
            { key: 'handler', label: t('fn.config.handler'), value: <span className="mono">{details.handler}</span> },
            { key: 'memory', label: t('fn.config.memoryShort'), value: `${details.memoryMb} MB` },
            { key: 'timeout', label: t('fn.config.timeoutShort'), value: `${details.timeoutSeconds} s` },
            {
              key: 'variables',
              label: t('fn.config.environment'),
              value: t('fn.config.variables', { count: Object.keys(details.environment).length }),
            },
            { key: 'code', label: t('fn.overview.code'), value: format.bytes(details.draft.codeBytes) },
            { key: 'created', label: t('common.created'), value: <Time at={details.createdAt} /> },
          ]}
        />
      </Section>
    </>
  )
}
