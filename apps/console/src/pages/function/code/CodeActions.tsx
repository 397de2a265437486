import { GitCompare, History, Tag } from 'lucide-react'
import { useState } from 'react'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { PublishDialog } from '../versions/PublishDialog.tsx'
import type { DraftSession } from './draft/session.ts'

interface CodeActionsProps {
  space: string
  fn: string
  session: DraftSession
  latestVersion: number | null
  /** Why the saved draft cannot be published; null when it can. */
  notPublishable: string | null
}

const icon = { size: 15 } as const

/** Run is the page's only primary button; these stay secondary. */
export function CodeActions({ space, fn, session, latestVersion, notPublishable }: CodeActionsProps) {
  const { t } = useTranslation()
  const why = usePermission(space)
  const [publishing, setPublishing] = useState(false)
  return (
    <>
      <LinkButton {...paths.draftHistory(space, fn)} icon={<History {...icon} />}>
        {t('fn.history.title')}
      </LinkButton>
      {latestVersion !== null && (
        <LinkButton
          {...paths.versions(space, fn, { version: 'draft', compare: String(latestVersion) })}
          icon={<GitCompare {...icon} />}
        >
          {t('fn.versions.diff')}
        </LinkButton>
      )}
      <Button
        icon={<Tag {...icon} />}
        disabledReason={why('versions:publish') ?? notPublishable}
        onClick={async () => {
          if (await session.save()) setPublishing(true)
        }}
      >
        {t('fn.versions.publish')}
      </Button>
      {publishing && <PublishDialog space={space} fn={fn} onClose={() => setPublishing(false)} />}
    </>
  )
}
