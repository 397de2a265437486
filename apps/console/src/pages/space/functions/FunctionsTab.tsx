import type { Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Plus, SquareFunction } from 'lucide-react'
import { functionsQuery } from '../../../api/functions.ts'
import { FunctionTable } from '../../../components/FunctionTable.tsx'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useSort } from '../../../components/useSort.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { FunctionCards } from './FunctionCards.tsx'

const route = getRouteApi('/shell/s/$space/')

export default function FunctionsTab() {
  return (
    <SpacePage
      actions={(space) => space.functionCount > 0 && <Create space={space} />}
      card={(space) => <FunctionCards space={space} />}
    >
      {(space) => <Functions space={space} />}
    </SpacePage>
  )
}

function Create({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const icon = <Plus size={15} />
  if (denied) {
    return (
      <Button variant="primary" icon={icon} disabledReason={denied}>
        {t('shell.newFunction')}
      </Button>
    )
  }
  return (
    <LinkButton variant="primary" icon={icon} {...paths.newFunction(space.name)}>
      {t('shell.newFunction')}
    </LinkButton>
  )
}

function Functions({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const sort = useSort()
  const query = useWholeList(functionsQuery(space.name, q), sort.by !== undefined)
  if (space.functionCount === 0) return <NoFunctions space={space} />
  return (
    <>
      <div className="flex items-center gap-2 px-gutter py-3">
        <SearchInput
          label={t('functions.search')}
          value={q}
          onChange={(text) =>
            void navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: true })
          }
        />
      </div>
      <div className="border-t border-line">
        <Loaded query={query}>
          {(functions) =>
            functions.length === 0 ? (
              <EmptyState title={t('functions.noneFound', { text: q })} />
            ) : (
              <FunctionTable label={t('shell.functions')} functions={functions} pages={query} sort={sort} />
            )
          }
        </Loaded>
      </div>
    </>
  )
}

function NoFunctions({ space }: { space: Space }) {
  const { t } = useTranslation()
  const code = [
    `curl ${window.location.origin}/api/v1/spaces/${space.name}/functions \\`,
    '  -H "Authorization: Bearer $ALCOVE_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '{ "name": "hello", "runtime": "nodejs24", "handler": "index.handler" }'`,
  ].join('\n')
  return (
    <EmptyState
      icon={<SquareFunction size={16} />}
      title={t('overview.noFunctions')}
      action={<Create space={space} />}
      example={<CodeBlock boxed label={t('functions.example')} code={code} />}
    >
      {t('overview.noFunctionsDetail')}
    </EmptyState>
  )
}
