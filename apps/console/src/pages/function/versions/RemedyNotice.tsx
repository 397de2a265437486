import type { FunctionDetail } from '@alcove/contract'
import { TriangleAlert } from 'lucide-react'
import { aliasesQuery } from '../../../api/aliases.ts'
import { versionsQuery } from '../../../api/versions.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { remedyOf } from './remedyOf.ts'
import { failureShare, moveNeeds } from './targets.ts'
import { useMoveAlias } from './useMoveAlias.ts'

/** Says that a version fails which callers get, and sends them all to one that fails far less. */
export function RemedyNotice({ space, details: { name } }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const why = usePermission(space)
  const aliases = useWholeList(aliasesQuery(space, name)).data
  const versions = useWholeList(versionsQuery(space, name)).data
  const move = useMoveAlias(space, name)
  const remedy = aliases && versions && remedyOf(aliases, versions)
  if (!remedy) return null
  const { alias, bad, good } = remedy
  const { failures, invocations } = bad.last24h
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warning-tint px-gutter py-3"
    >
      <TriangleAlert size={16} className="shrink-0 text-warning" />
      <div className="min-w-0 flex-1 narrow:basis-full">
        <p className="font-heading">
          {t('fn.remedy.says', {
            bad: bad.version,
            share: format.percent(failureShare(bad) ?? 0),
            good: good.version,
            goodShare: format.percent(failureShare(good) ?? 0),
          })}
        </p>
        <p className="num text-fg-2">
          {t('fn.remedy.counts', {
            alias: alias.name,
            failed: format.number(failures),
            calls: format.number(invocations),
          })}
        </p>
      </div>
      <LinkButton {...paths.issues(space, { fn: name })}>{t('shell.issues')}</LinkButton>
      <Button
        variant="primary"
        disabledReason={why(moveNeeds(alias))}
        pending={move.isPending}
        onClick={() => move.mutate({ alias, target: { version: good.version } })}
      >
        {t('fn.remedy.sendAll', { version: good.version })}
      </Button>
    </div>
  )
}
