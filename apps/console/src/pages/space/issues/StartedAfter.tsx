import type { IssueDetail } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'

/** What changed shortly before the issue was first seen, with the way there. */
export function StartedAfter({ space, issue }: { space: string; issue: IssueDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { startedAfter: change, function: name, firstSeen } = issue
  if (!change) return null
  const after = format.duration(Date.parse(firstSeen) - Date.parse(change.at))
  const released = change.kind === 'released'
  return (
    <p className="font-heading">
      {released
        ? t('issues.startedAfter.released', { after, alias: change.alias, version: change.version })
        : t(`issues.startedAfter.${change.kind}`, { after, name })}{' '}
      {released ? (
        <Link {...paths.versions(space, name, { version: String(change.version) })} className="link font-normal">
          {t('shell.versions')}
        </Link>
      ) : change.kind === 'configured' ? (
        <Link {...paths.configuration(space, name)} className="link font-normal">
          {t('shell.configuration')}
        </Link>
      ) : (
        <Link {...paths.usage(space)} className="link font-normal">
          {t('shell.usage')}
        </Link>
      )}
    </p>
  )
}
