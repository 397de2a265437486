import type { Overview } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { saidFailure } from '../../i18n/said.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { HealthMark } from '../../ui/HealthMark.tsx'
import { Section } from '../../ui/Section.tsx'
import { Time } from '../../ui/Time.tsx'

interface AttentionProps {
  items: Overview['attention']
  /** The number of functions that failed, of which `items` are the worst. */
  failing: number
  functions: Overview['functions']
}

/** Functions whose alias can go back to another version. */
function canGoBack({ space, function: name }: Overview['attention'][number], functions: Overview['functions']) {
  const fn = functions.find((each) => each.space === space && each.name === name)
  return fn?.aliases.some(({ version, additional }) => version > 1 || additional !== null) ?? false
}

/** Few failures among many calls leave a function healthy. Here it stands for what fails. */
const markOf = ({ health }: Overview['attention'][number]) => (health === 'healthy' ? 'degraded' : health)

/** The rail: what fails now, why, and where to look. Under 1100 px it comes first. */
export function Attention({ items, failing, functions }: AttentionProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <aside className="min-w-0 border-l border-line [--gutter:16px] compact:order-first compact:border-b compact:border-l-0 compact:[--gutter:24px] narrow:[--gutter:16px]">
      <Section
        title={t('overview.attention')}
        note={failing > 0 ? <span className="num">{failing}</span> : null}
        className="[&>div:first-child]:min-h-11"
      >
        {items.length === 0 && (
          <p className="flex items-center gap-2.5 border-t border-line px-gutter py-2.5 text-fg-2">
            <HealthMark health="healthy" />
            {t('overview.allQuiet')}
          </p>
        )}
        <ul>
          {items.map((item) => (
            <li
              key={`${item.space}/${item.function}`}
              className="grid grid-cols-[8px_minmax(0,1fr)] gap-x-2.5 border-t border-line px-gutter py-2.5"
            >
              <span className="flex h-5 items-center">
                <HealthMark health={markOf(item)} label={t(`health.${markOf(item)}`)} />
              </span>
              <div className="min-w-0">
                <Link
                  {...paths.function(item.space, item.function)}
                  className="font-name wrap-anywhere hover:underline"
                >
                  {item.function}
                </Link>
                <span className="ml-2 text-sm wrap-anywhere text-fg-3">{item.space}</span>
                <p className="mt-px line-clamp-3 text-[12px]/[17px] wrap-anywhere text-fg-2">
                  {t('overview.attentionSays', {
                    message: saidFailure(item.message).replace(/[.。]$/, '') || t(`status.${item.status}`),
                    failed: format.number(item.count),
                    total: format.number(item.of),
                  })}
                </p>
                <div className="mt-[5px] flex gap-3 text-sm">
                  <Link {...paths.invocations(item.space, item.function, { id: item.invocationId })} className="link">
                    {t('overview.openCall')}
                  </Link>
                  <Link {...paths.issues(item.space, { fn: item.function })} className="link">
                    {t('shell.issues')}
                  </Link>
                  {canGoBack(item, functions) ? (
                    <Link {...paths.versions(item.space, item.function)} className="link">
                      {t('overview.rollBack')}
                    </Link>
                  ) : (
                    <Link {...paths.logs(item.space, item.function)} className="link">
                      {t('shell.logs')}
                    </Link>
                  )}
                  <Time at={item.lastAt} className="ml-auto text-fg-3" />
                </div>
              </div>
            </li>
          ))}
        </ul>
        {failing > items.length && (
          <p className="border-t border-line px-gutter py-2.5 text-sm text-fg-2">
            {t('overview.attentionMore', { count: failing - items.length })}
          </p>
        )}
      </Section>
    </aside>
  )
}
