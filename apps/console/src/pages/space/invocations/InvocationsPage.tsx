import type { Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Explorer } from '../../function/invocations/Explorer.tsx'
import { SpacePage } from '../SpacePage.tsx'

const page = getRouteApi('/shell/s/$space/invocations')

/** The calls of all functions of a space. */
export default function InvocationsPage() {
  return <SpacePage>{(space) => <Invocations space={space} />}</SpacePage>
}

function Invocations({ space }: { space: Space }) {
  const { t } = useTranslation()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  return (
    <Explorer
      of={{ space: space.name }}
      search={search}
      onSearch={(change, replace = false) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace, resetScroll: false })
      }
      whenNone={
        <EmptyState
          icon={<Play size={15} />}
          title={t('fn.invocations.none')}
          action={<LinkButton {...paths.space(space.name)}>{t('shell.functions')}</LinkButton>}
        >
          {t('fn.invocations.noneHint')}
        </EmptyState>
      }
    />
  )
}
