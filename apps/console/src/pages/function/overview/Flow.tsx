import type { FlowLink, TriggerType } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RadioTower, ScrollText, Send, SquareFunction, Waypoints, Zap, type LucideIcon } from 'lucide-react'
import { functionFlowQuery } from '../../../api/functions.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'

const ICONS: Readonly<Record<FlowLink['kind'], LucideIcon>> = {
  trigger: Zap,
  route: Waypoints,
  call: SquareFunction,
  destination: Send,
  event: RadioTower,
  log: ScrollText,
}

/** What feeds the function, and what it feeds. */
export function Flow({ space, fn }: { space: string; fn: string }) {
  const { t } = useTranslation()
  const flow = useQuery(functionFlowQuery(space, fn))
  return (
    <Loaded query={flow} skeleton={<SkeletonRows rows={3} />}>
      {({ fedBy, feeds }) => (
        <>
          <Links title={t('fn.flow.fedBy')} none={t('fn.flow.fedByNothing')} links={fedBy} space={space} fn={fn} />
          <Links title={t('fn.flow.feeds')} none={t('fn.flow.feedsNothing')} links={feeds} space={space} fn={fn} />
        </>
      )}
    </Loaded>
  )
}

interface LinksProps {
  title: string
  none: string
  links: readonly FlowLink[]
  space: string
  fn: string
}

function Links({ title, none, links, space, fn }: LinksProps) {
  const { t } = useTranslation()
  return (
    <Section ruled title={title} note={t('fn.flow.lastDay')}>
      {links.length === 0 ? (
        <p className="px-gutter pb-3 text-fg-2">{none}</p>
      ) : (
        <ul aria-label={title} className="pb-2">
          {links.map((link) => (
            <FlowRow key={`${link.kind} ${link.name} ${link.detail}`} link={link} space={space} fn={fn} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function FlowRow({ link, space, fn }: { link: FlowLink; space: string; fn: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { kind, name, count, lastAt } = link
  const detail = kind === 'trigger' ? t(`triggers.types.${link.detail as TriggerType}`) : link.detail
  const Icon = ICONS[kind]
  return (
    <li className="flex min-h-9 items-center gap-2.5 border-t border-line px-gutter py-1">
      <Icon size={15} className="shrink-0 text-fg-2" />
      <span className="min-w-0 flex-1">
        <Name link={link} space={space} fn={fn} />{' '}
        <span className="text-sm text-fg-2">{t(`fn.flow.kind.${kind}`, { detail, name })}</span>
      </span>
      {count > 0 && <span className="num">{format.number(count)}</span>}
      {lastAt !== null && <Time at={lastAt} className="w-24 text-right text-sm text-fg-3" />}
    </li>
  )
}

function Name({ link, space, fn }: { link: FlowLink; space: string; fn: string }) {
  const { kind, name, detail } = link
  if (kind === 'trigger')
    return (
      <Link {...paths.triggers(space, fn, { trigger: name })} className="link">
        {name}
      </Link>
    )
  if (kind === 'route')
    return (
      <Link {...paths.gateway(space, { route: name })} className="link">
        {name}
      </Link>
    )
  if (kind === 'log')
    return (
      <Link {...paths.triggers(space, detail, { trigger: name })} className="link">
        {detail}
      </Link>
    )
  if (kind === 'event')
    return (
      <Link {...paths.events(space, { q: name })} className="link mono">
        {name}
      </Link>
    )
  return detail === 'function' ? (
    <Link {...paths.function(space, name)} className="link">
      {name}
    </Link>
  ) : (
    <span>{name}</span>
  )
}
