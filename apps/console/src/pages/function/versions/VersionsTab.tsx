import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Eraser, GitCompare, Plus, Tag } from 'lucide-react'
import { useState } from 'react'
import { aliasesQuery } from '../../../api/aliases.ts'
import { functionQuery } from '../../../api/functions.ts'
import { versionRetentionQuery, versionsQuery } from '../../../api/versions.ts'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { useFunctionParams } from '../params.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { AliasDialog } from './AliasDialog.tsx'
import { AliasStrip } from './AliasStrip.tsx'
import { CompareDialog } from './CompareDialog.tsx'
import { PublishDialog } from './PublishDialog.tsx'
import { RemedyNotice } from './RemedyNotice.tsx'
import { RetentionDialog } from './RetentionDialog.tsx'
import { VersionsTable } from './VersionsTable.tsx'

const icon = { size: 15 } as const

export default function VersionsTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const search = useSearch({ from: '/shell/s/$space/f/$fn/versions' })
  const navigate = useNavigate()
  const why = usePermission(space)
  const details = useQuery(functionQuery(space, fn)).data
  const aliases = useWholeList(aliasesQuery(space, fn))
  const list = useWholeList(versionsQuery(space, fn))
  const versions = list.data
  const keep = useQuery(versionRetentionQuery(space, fn)).data?.keep ?? null
  const [retaining, setRetaining] = useState(false)
  const latest = versions?.[0]?.version
  const open = (form?: string) => void navigate(paths.versions(space, fn, { form }))
  const moved = aliases.data?.find(({ name }) => search.form === `move.${name}`)
  const to = versions?.find(({ version }) => version === search.to)?.version
  const show = (version?: string, compare?: string) => void navigate(paths.versions(space, fn, { version, compare }))

  const error = list.error ?? aliases.error
  if (error && !versions) {
    return <ErrorView error={error} onRetry={() => void Promise.all([list.refetch(), aliases.refetch()])} />
  }
  const publish = (
    <Button
      variant="primary"
      icon={<Tag {...icon} />}
      disabledReason={why('versions:publish')}
      onClick={() => open('publish')}
    >
      {t('fn.versions.publish')}
    </Button>
  )
  return (
    <>
      <HeaderSlot name="actions">
        {latest !== undefined && (
          <>
            <Button icon={<GitCompare {...icon} />} onClick={() => show('draft', String(latest))}>
              {t('fn.versions.compare')}
            </Button>
            <Button icon={<Plus {...icon} />} disabledReason={why('aliases:write')} onClick={() => open('new')}>
              {t('fn.aliases.new')}
            </Button>
          </>
        )}
        {publish}
      </HeaderSlot>
      {details && <RemedyNotice space={space} details={details} />}
      {aliases.data && aliases.data.length > 0 && versions && (
        <AliasStrip aliases={aliases.data} versions={versions} onEdit={({ name }) => open(`move.${name}`)} />
      )}
      {!versions || !details ? (
        <SkeletonRows />
      ) : versions.length === 0 ? (
        <EmptyState icon={<Tag {...icon} />} title={t('fn.versions.none')} action={publish}>
          {t('fn.versions.noneHint')}
        </EmptyState>
      ) : (
        <Section
          title={t('fn.versions.title')}
          note={t('fn.versions.count', { count: details.counts.versions })}
          actions={
            <Button size="sm" icon={<Eraser size={13} />} onClick={() => setRetaining(true)}>
              {keep === null ? t('fn.versions.retention.all') : t('fn.versions.retention.newest', { count: keep })}
            </Button>
          }
        >
          <div className="border-t border-line">
            <VersionsTable
              space={space}
              details={details}
              versions={versions}
              pages={list}
              selected={search.version}
              onOpen={(version) => show(version)}
              onCompare={show}
            />
          </div>
        </Section>
      )}
      {retaining && (
        <RetentionDialog
          space={space}
          fn={fn}
          keep={keep}
          denied={why('versions:publish')}
          onClose={() => setRetaining(false)}
        />
      )}
      {search.form === 'publish' && !why('versions:publish') && (
        <PublishDialog space={space} fn={fn} onClose={() => open()} />
      )}
      {(moved || search.form === 'new') && latest !== undefined && !why('aliases:write') && (
        <AliasDialog space={space} fn={fn} alias={moved ?? null} versions={versions!} to={to} onClose={() => open()} />
      )}
      {search.version !== undefined && versions && (
        <CompareDialog
          space={space}
          fn={fn}
          version={search.version}
          compare={search.compare}
          versions={versions}
          onShow={show}
          onClose={() => show()}
        />
      )}
    </>
  )
}
